import type { AttemptPolicy } from '../policy/face-policy.ts';
import type { AttemptDecision } from '../policy/decide-attempt.ts';
import type { RouteId } from '../policy/routes/route-policy.ts';
import type { Instant } from '../time/time.ts';
import type { AttemptId } from './identifiers.ts';
import { RegistrationError } from './registration-error.ts';

/**
 * Attempts so far: those that count, and captures that ended without an answer for a reason that may lie with
 * the applicant. What a fault of ours ended is in neither.
 */
export interface AttemptTally {
  readonly counted: number;
  readonly uncounted: number;
}

/**
 * Why a registration ended with an N.
 *
 * `attempts-exhausted`: every attempt was examined and rejected. `captures-exhausted`: too many captures ended
 * without an answer, which says nothing of the applicant. `face-route-left`: the applicant chose another way.
 */
export type RefusalGround = 'attempts-exhausted' | 'captures-exhausted' | 'face-route-left';

/**
 * Where a registration stands. `approved`, `refused`, `expired` and `not-required` are final; only the first two have a result.
 *
 * The attempt in `in-capture` is the newest; what an older one still says is refused.
 *
 * Personal data: none but that a registration stands so.
 */
export type RegistrationState =
  | { readonly kind: 'awaiting-consent'; readonly tally: AttemptTally }
  | { readonly kind: 'awaiting-capture'; readonly tally: AttemptTally }
  | { readonly kind: 'in-capture'; readonly attemptId: AttemptId; readonly tally: AttemptTally }
  | { readonly kind: 'approved'; readonly tally: AttemptTally }
  | { readonly kind: 'refused'; readonly ground: RefusalGround; readonly tally: AttemptTally }
  | { readonly kind: 'expired'; readonly tally: AttemptTally }
  /** The rule asks nothing in such a case: the registration was opened, recorded, and is over. */
  | { readonly kind: 'not-required'; readonly tally: AttemptTally };

/** Why a capture ended before anything was examined. It uses up no attempt. */
export type AbandonmentGround =
  | 'withdrawn'
  | 'connection-lost'
  | 'time-limit'
  | 'booth-fault'
  | 'malformed-capture'
  | 'server-stopped';

/** Faults of ours: they must lead nobody to an N. */
const OUR_FAULTS: ReadonlySet<AbandonmentGround> = new Set(['booth-fault', 'server-stopped']);

/**
 * What can happen to a registration. Recorded in order, the events are the whole history: {@link advance} makes
 * the same states of them again, under the same policy.
 *
 * Personal data: the digest of the consent text and the times, bound to a registration; nothing of a face.
 */
export type RegistrationEvent =
  | { readonly kind: 'consent-given'; readonly at: Instant; readonly consentTextDigest: string }
  | { readonly kind: 'consent-withdrawn'; readonly at: Instant }
  | { readonly kind: 'attempt-opened'; readonly at: Instant; readonly attemptId: AttemptId }
  | {
      readonly kind: 'attempt-abandoned';
      readonly at: Instant;
      readonly attemptId: AttemptId;
      readonly ground: AbandonmentGround;
    }
  | {
      readonly kind: 'attempt-decided';
      readonly at: Instant;
      readonly attemptId: AttemptId;
      readonly decision: AttemptDecision;
    }
  /** `chosen`: the other route of the rule that the applicant wants, where one was named. */
  | { readonly kind: 'face-route-left'; readonly at: Instant; readonly chosen?: RouteId }
  | { readonly kind: 'expired'; readonly at: Instant };

/** The state of a registration that has just been opened. */
export const OPENED: RegistrationState = {
  kind: 'awaiting-consent',
  tally: { counted: 0, uncounted: 0 },
};

/** The state of a registration that the rule asks nothing of. */
export const NOT_REQUIRED: RegistrationState = {
  kind: 'not-required',
  tally: { counted: 0, uncounted: 0 },
};

const FINAL: ReadonlySet<RegistrationState['kind']> = new Set([
  'approved',
  'refused',
  'expired',
  'not-required',
]);

/** Whether nothing more can happen to a registration. */
export function isFinished(state: RegistrationState): boolean {
  return FINAL.has(state.kind);
}

/** Attempts that the applicant still has under a policy. */
export function attemptsLeft(state: RegistrationState, policy: AttemptPolicy): number {
  return isFinished(state) ? 0 : Math.max(0, policy.attemptsMax - state.tally.counted);
}

/**
 * The next state. The only function that makes a state from a state.
 *
 * An attempt that was opened and never concluded is overtaken by the next `attempt-opened`: it was on
 * a node or a connection that is gone. Opening it has already been tallied, so that nobody can open
 * captures without end; a fault of ours that is known as one takes that back.
 *
 * @throws {RegistrationError} `REGISTRATION_FINISHED`, `CONSENT_REQUIRED`, `ATTEMPT_OVERTAKEN` or
 *   `EVENT_NOT_ALLOWED`
 */
export function advance(
  state: RegistrationState,
  event: RegistrationEvent,
  policy: AttemptPolicy,
): RegistrationState {
  if (isFinished(state)) {
    throw new RegistrationError('REGISTRATION_FINISHED', { state: state.kind });
  }
  const { tally } = state;
  switch (event.kind) {
    case 'consent-given':
      if (state.kind !== 'awaiting-consent') throw notAllowed(state, event);
      return { kind: 'awaiting-capture', tally };
    case 'consent-withdrawn':
      if (state.kind === 'awaiting-consent') throw notAllowed(state, event);
      return { kind: 'awaiting-consent', tally };
    case 'attempt-opened':
      if (state.kind === 'awaiting-consent') throw new RegistrationError('CONSENT_REQUIRED');
      // Captures lost in crashes were never abandoned in words, so the limit is looked at here too.
      if (tally.uncounted >= policy.unusableCapturesMax) {
        return { kind: 'refused', ground: 'captures-exhausted', tally };
      }
      return { kind: 'in-capture', attemptId: event.attemptId, tally: oneMoreUncounted(tally) };
    case 'attempt-abandoned':
      requireCurrent(state, event.attemptId);
      if (OUR_FAULTS.has(event.ground)) {
        return { kind: 'awaiting-capture', tally: oneLessUncounted(tally) };
      }
      return closeIfExhausted({ kind: 'awaiting-capture', tally }, policy);
    case 'attempt-decided':
      requireCurrent(state, event.attemptId);
      return afterDecision(tally, event.decision, policy);
    case 'face-route-left':
      return { kind: 'refused', ground: 'face-route-left', tally };
    case 'expired':
      return { kind: 'expired', tally };
  }
}

// Opening tallies a capture as uncounted; a decision that counts moves it to the other side.
function oneMoreUncounted(tally: AttemptTally): AttemptTally {
  return { counted: tally.counted, uncounted: tally.uncounted + 1 };
}

function oneLessUncounted(tally: AttemptTally): AttemptTally {
  return { counted: tally.counted, uncounted: tally.uncounted - 1 };
}

function countOpened(tally: AttemptTally): AttemptTally {
  return { counted: tally.counted + 1, uncounted: tally.uncounted - 1 };
}

function afterDecision(
  tally: AttemptTally,
  decision: AttemptDecision,
  policy: AttemptPolicy,
): RegistrationState {
  switch (decision.kind) {
    case 'accepted':
      return { kind: 'approved', tally: countOpened(tally) };
    case 'rejected':
      return closeIfExhausted({ kind: 'awaiting-capture', tally: countOpened(tally) }, policy);
    case 'unusable':
      return closeIfExhausted({ kind: 'awaiting-capture', tally }, policy);
  }
}

function closeIfExhausted(state: RegistrationState, policy: AttemptPolicy): RegistrationState {
  const { tally } = state;
  if (tally.counted >= policy.attemptsMax) {
    return { kind: 'refused', ground: 'attempts-exhausted', tally };
  }
  if (tally.uncounted >= policy.unusableCapturesMax) {
    return { kind: 'refused', ground: 'captures-exhausted', tally };
  }
  return state;
}

function requireCurrent(state: RegistrationState, attemptId: AttemptId): void {
  if (state.kind !== 'in-capture' || state.attemptId !== attemptId) {
    throw new RegistrationError('ATTEMPT_OVERTAKEN', { state: state.kind });
  }
}

function notAllowed(state: RegistrationState, event: RegistrationEvent): RegistrationError {
  return new RegistrationError('EVENT_NOT_ALLOWED', { state: state.kind, event: event.kind });
}
