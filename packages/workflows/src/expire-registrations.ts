import { RegistrationError, type Instant, type RegistrationId } from '@bonin/core';
import type { RegistrationStore } from './ports/registration-store.ts';
import { takeStep, type TakeStepPorts } from './take-step.ts';

/** What expiry needs. */
export interface ExpireRegistrationsPorts extends TakeStepPorts {
  readonly registrations: Pick<
    RegistrationStore,
    'append' | 'listEvents' | 'listOverdue' | 'loadForCapture'
  >;
}

/** What became of the overdue registrations. */
export interface ExpiryOutcome {
  readonly expired: number;
  /** One for each registration that could not be ended; the next call tries it again. */
  readonly faults: readonly unknown[];
}

/**
 * Ends every registration whose time is over, so many at a time. One that cannot be read or ended keeps
 * none of the others from its end.
 */
export async function expireRegistrations(
  ports: ExpireRegistrationsPorts,
  pageSize = 100,
): Promise<ExpiryOutcome> {
  const at = ports.clock.now();
  const faults: unknown[] = [];
  let expired = 0;
  let after: RegistrationId | undefined;
  for (;;) {
    const ids = await ports.registrations.listOverdue(at, pageSize, after);
    for (const id of ids) {
      try {
        if (await expire(ports, id, at)) expired += 1;
      } catch (error) {
        faults.push(error);
      }
    }
    after = ids.at(-1);
    if (ids.length < pageSize) return { expired, faults };
  }
}

async function expire(
  ports: ExpireRegistrationsPorts,
  id: RegistrationId,
  at: Instant,
): Promise<boolean> {
  const registration = await ports.registrations.loadForCapture(id);
  if (registration === undefined) return false;
  try {
    await takeStep(ports, registration, { kind: 'expired', at });
    return true;
  } catch (error) {
    // Somebody concluded it meanwhile; that is the better ending.
    if (error instanceof RegistrationError && ENDED_MEANWHILE.has(error.code)) return false;
    throw error;
  }
}

const ENDED_MEANWHILE: ReadonlySet<string> = new Set([
  'REGISTRATION_OVERTAKEN',
  'REGISTRATION_FINISHED',
]);
