import {
  RegistrationError,
  advance,
  attackDetectionOf,
  isFinished,
  thresholdsOf,
  type AttemptFacts,
  type Instant,
  type Registration,
  type RegistrationEvent,
  type RegistrationState,
} from '@bonin/core';
import { attemptsOf } from './attempts-of.ts';
import type { Clock } from './ports/clock.ts';
import type { IdSource } from './ports/id-source.ts';
import type { LedgerScribe } from './ports/ledger-scribe.ts';
import type { PolicyBook } from './ports/policy-book.ts';
import type { RegistrationStore, Step, StoredResult } from './ports/registration-store.ts';
import type { ResultSigner } from './ports/result-signer.ts';
import { witnessStep } from './witness-step.ts';

export interface TakeStepPorts {
  readonly clock: Clock;
  readonly ids: Pick<IdSource, 'resultId'>;
  readonly policies: Pick<PolicyBook, 'version' | 'rules'>;
  readonly registrations: Pick<RegistrationStore, 'append' | 'listEvents'>;
  readonly results: ResultSigner;
  readonly scribe: LedgerScribe;
}

/** What a step rested on, where it was the end of an attempt. */
export interface StepGrounds {
  readonly facts?: AttemptFacts;
  readonly isolation?: readonly string[];
  /** How many symbols the booth said. */
  readonly symbolsSaid?: number;
}

/**
 * Takes one step of a registration: the one place where a state, and with it a result, is written.
 *
 * When the step finishes the registration with an answer, the result is signed first and written with
 * the step, so that a registration is never finished without its result, nor has two. What the ledger is to witness is
 * written with it too.
 *
 * @throws {RegistrationError} as {@link advance} does, and `REGISTRATION_OVERTAKEN`, `REGISTRATION_EXPIRED`
 */
export async function takeStep(
  ports: TakeStepPorts,
  registration: Registration,
  event: RegistrationEvent,
  { facts, isolation, symbolsSaid = 0 }: StepGrounds = {},
): Promise<Registration> {
  if (event.kind !== 'expired' && event.at > registration.expiresAt) {
    throw new RegistrationError(
      isFinished(registration.state) ? 'REGISTRATION_FINISHED' : 'REGISTRATION_EXPIRED',
    );
  }
  const next = advance(registration.state, event, attemptsOf(ports.policies, registration));
  const result = await signedResult(ports, registration, next, event.at, isolation);
  const entries = await witnessStep(ports, registration, {
    event,
    next,
    result,
    isolation: isolation ?? [],
    symbolsSaid,
  });
  const step: Step = {
    event,
    next,
    entries,
    ...(facts === undefined ? {} : { facts }),
    ...(result === undefined ? {} : { result }),
    ...(isFinished(next)
      ? {
          outbox: {
            id: ports.ids.resultId(),
            kind: 'registration.finished' as const,
            registrationId: registration.id,
            at: event.at,
          },
        }
      : {}),
  };
  return ports.registrations.append(registration, step);
}

async function signedResult(
  ports: TakeStepPorts,
  registration: Registration,
  next: RegistrationState,
  issuedAt: Instant,
  isolation: readonly string[] | undefined,
): Promise<StoredResult | undefined> {
  if (next.kind !== 'approved' && next.kind !== 'refused') return undefined;
  const resultId = ports.ids.resultId();
  const answer = next.kind === 'approved' ? 'Y' : 'N';
  const policy = ports.policies.version(registration.policy);
  const token = await ports.results.sign({
    resultId,
    registrationId: registration.id,
    tenantId: registration.tenantId,
    orderCommitment: registration.orderCommitment,
    answer,
    ...(next.kind === 'refused' ? { ground: next.ground } : {}),
    policy: registration.policy,
    attempts: next.tally.counted,
    issuedAt,
    ...(isolation === undefined ? {} : { isolation }),
    attackDetection: attackDetectionOf(policy),
    thresholds: thresholdsOf(policy.face),
  });
  return { resultId, answer, token, issuedAt };
}
