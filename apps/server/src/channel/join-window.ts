import { isFinished, type Instant, type Registration } from '@bonin/core';
import { Refusal } from '../http/refusal.ts';
import type { Service } from '../service.ts';

/**
 * How long after its end a registration can still be joined: a device that lost its connection at the last
 * moment shall learn the answer. Later its link opens nothing and tells nothing of what became of it.
 */
export const JOINABLE_AFTER_END_MS = 10 * 60_000;

/** @throws {Refusal} `REGISTRATION_FINISHED` or `REGISTRATION_EXPIRED`, some time after the end */
export async function requireJoinable(
  { clock, storage }: Pick<Service, 'clock' | 'storage'>,
  registration: Registration,
): Promise<void> {
  const { id, tenantId, state, expiresAt } = registration;
  const isOver = (end: Instant) => clock.now() > end + JOINABLE_AFTER_END_MS;
  if (!isFinished(state) || state.kind === 'expired') {
    if (isOver(expiresAt)) throw new Refusal('REGISTRATION_EXPIRED');
    return;
  }
  const last = (await storage.registrations.listEvents(tenantId, id)).at(-1);
  if (isOver(last?.event.at ?? expiresAt)) throw new Refusal('REGISTRATION_FINISHED');
}
