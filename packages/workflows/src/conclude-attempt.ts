import {
  decideAttempt,
  type AbandonmentGround,
  type AttemptDecision,
  type Registration,
  type VerdictSymbol,
} from '@bonin/core';
import type { OpenedAttempt } from './open-attempt.ts';
import { takeStep, type TakeStepPorts } from './take-step.ts';

export interface ConcludeAttempt {
  readonly attempt: OpenedAttempt;
  readonly verdict: VerdictSymbol;
  /** The isolation measures that applied to the booth, by name. */
  readonly isolation: readonly string[];
  /** How many symbols the booth said, the verdict among them. */
  readonly symbolsSaid: number;
}

export interface ConcludeAttemptOutcome {
  readonly decision: AttemptDecision;
  readonly registration: Registration;
}

/**
 * Decides an attempt from the booth's verdict and writes decision, facts and, where it finishes the
 * registration, the signed result, in one transaction.
 *
 * @throws {RegistrationError} `ATTEMPT_OVERTAKEN`, `REGISTRATION_OVERTAKEN`, and as {@link takeStep} does
 */
export async function concludeAttempt(
  ports: TakeStepPorts,
  registration: Registration,
  { attempt, verdict, isolation, symbolsSaid }: ConcludeAttempt,
): Promise<ConcludeAttemptOutcome> {
  const facts = { verdict, challengedAt: attempt.challengedAt, concludedAt: ports.clock.now() };
  const decision = decideAttempt(facts, attempt.policy.attempts);
  const next = await takeStep(
    ports,
    registration,
    { kind: 'attempt-decided', at: facts.concludedAt, attemptId: attempt.attemptId, decision },
    { facts, isolation, symbolsSaid },
  );
  return { decision, registration: next };
}

export interface AbandonAttempt {
  readonly attempt: OpenedAttempt;
  readonly ground: AbandonmentGround;
  /** The isolation measures that applied to the booth, by name; should this end the registration, they are signed. */
  readonly isolation: readonly string[];
  /** How many symbols the booth had said. */
  readonly symbolsSaid: number;
}

/** Records that an attempt ended before anything was examined. It is not counted. */
export async function abandonAttempt(
  ports: TakeStepPorts,
  registration: Registration,
  { attempt, ground, isolation, symbolsSaid }: AbandonAttempt,
): Promise<Registration> {
  return takeStep(
    ports,
    registration,
    {
      kind: 'attempt-abandoned',
      at: ports.clock.now(),
      attemptId: attempt.attemptId,
      ground,
    },
    { isolation, symbolsSaid },
  );
}
