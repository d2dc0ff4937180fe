import type { AttemptId, DecisionPolicy, Instant, Registration } from '@bonin/core';
import type { IdSource } from './ports/id-source.ts';
import { takeStep, type TakeStepPorts } from './take-step.ts';

export interface OpenAttemptPorts extends TakeStepPorts {
  readonly ids: Pick<IdSource, 'resultId' | 'attemptId' | 'nonce'>;
}

/** A capture that may begin: what its booth and its device are bound to. */
export interface OpenedAttempt {
  readonly attemptId: AttemptId;
  /** 32 random bytes, base64url; single use. */
  readonly challenge: string;
  readonly challengedAt: Instant;
  readonly policy: DecisionPolicy;
}

export type OpenAttemptOutcome =
  | {
      readonly kind: 'opened';
      readonly registration: Registration;
      readonly attempt: OpenedAttempt;
    }
  /** No capture is left; the registration has been refused with its result. */
  | { readonly kind: 'exhausted'; readonly registration: Registration };

/**
 * Opens one attempt. It takes the place of one that was opened before and never concluded.
 *
 * @throws {RegistrationError} `CONSENT_REQUIRED`, and as {@link takeStep} does
 */
export async function openAttempt(
  ports: OpenAttemptPorts,
  registration: Registration,
): Promise<OpenAttemptOutcome> {
  const challengedAt = ports.clock.now();
  const attemptId = ports.ids.attemptId();
  const next = await takeStep(ports, registration, {
    kind: 'attempt-opened',
    at: challengedAt,
    attemptId,
  });
  if (next.state.kind !== 'in-capture') return { kind: 'exhausted', registration: next };
  return {
    kind: 'opened',
    registration: next,
    attempt: {
      attemptId,
      challenge: ports.ids.nonce(),
      challengedAt,
      policy: ports.policies.version(registration.policy),
    },
  };
}
