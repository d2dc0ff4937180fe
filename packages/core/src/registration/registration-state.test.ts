import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { AttemptDecision } from '../policy/decide-attempt.ts';
import type { AttemptPolicy } from '../policy/face-policy.ts';
import { instant, milliseconds } from '../time/time.ts';
import { parseAttemptId } from './identifiers.ts';
import { RegistrationError, type RegistrationErrorCode } from './registration-error.ts';
import {
  OPENED,
  advance,
  attemptsLeft,
  isFinished,
  type AbandonmentGround,
  type RegistrationEvent,
  type RegistrationState,
} from './registration-state.ts';

const AT = instant(1_000);
const FIRST = parseAttemptId(`att_${'A'.repeat(32)}`);
const SECOND = parseAttemptId(`att_${'B'.repeat(32)}`);
const POLICY: AttemptPolicy = {
  attemptsMax: 3,
  challengeLifetime: milliseconds(120_000),
  captureTimeLimit: milliseconds(90_000),
  registrationLifetime: milliseconds(3_600_000),
  unusableCapturesMax: 5,
};

const consentGiven: RegistrationEvent = { kind: 'consent-given', at: AT, consentTextDigest: 'd' };
const consentWithdrawn: RegistrationEvent = { kind: 'consent-withdrawn', at: AT };
const attemptOpened = (attemptId = FIRST): RegistrationEvent => ({
  kind: 'attempt-opened',
  at: AT,
  attemptId,
});
const attemptAbandoned = (
  attemptId = FIRST,
  ground: AbandonmentGround = 'connection-lost',
): RegistrationEvent => ({ kind: 'attempt-abandoned', at: AT, attemptId, ground });
const attemptDecided = (decision: AttemptDecision, attemptId = FIRST): RegistrationEvent => ({
  kind: 'attempt-decided',
  at: AT,
  attemptId,
  decision,
});
const ACCEPTED: AttemptDecision = { kind: 'accepted' };
const REJECTED: AttemptDecision = { kind: 'rejected', ground: 'non-match' };
const UNUSABLE: AttemptDecision = { kind: 'unusable', ground: 'capture-unusable' };

function after(...events: readonly RegistrationEvent[]): RegistrationState {
  return events.reduce((state, event) => advance(state, event, POLICY), OPENED);
}

describe('registration state', () => {
  it('waits for consent before any capture', () => {
    refuses(() => after(attemptOpened()), 'CONSENT_REQUIRED');
    assert.equal(after(consentGiven).kind, 'awaiting-capture');
  });

  it('takes consent once, and again after it was withdrawn', () => {
    refuses(() => after(consentGiven, consentGiven), 'EVENT_NOT_ALLOWED');
    refuses(() => after(consentWithdrawn), 'EVENT_NOT_ALLOWED');
    assert.equal(after(consentGiven, consentWithdrawn).kind, 'awaiting-consent');
    assert.equal(after(consentGiven, consentWithdrawn, consentGiven).kind, 'awaiting-capture');
  });

  it('is approved by an accepted attempt and by nothing else', () => {
    const approved = after(consentGiven, attemptOpened(), attemptDecided(ACCEPTED));
    assert.deepEqual(approved, { kind: 'approved', tally: { counted: 1, uncounted: 0 } });
  });

  it('counts a rejected attempt, and is refused after the last one', () => {
    const rejected = [attemptOpened(), attemptDecided(REJECTED)];
    const twice = after(consentGiven, ...rejected, ...rejected);
    assert.equal(twice.kind, 'awaiting-capture');
    assert.equal(attemptsLeft(twice, POLICY), 1);
    assert.deepEqual(after(consentGiven, ...rejected, ...rejected, ...rejected), {
      kind: 'refused',
      ground: 'attempts-exhausted',
      tally: { counted: 3, uncounted: 0 },
    });
  });

  it('does not count a capture that was unusable, abandoned or withdrawn', () => {
    for (const ending of [attemptDecided(UNUSABLE), attemptAbandoned(), consentWithdrawn]) {
      const state = after(consentGiven, attemptOpened(), ending);
      assert.deepEqual(state.tally, { counted: 0, uncounted: 1 });
      assert.equal(attemptsLeft(state, POLICY), 3);
    }
  });

  it('closes the route after too many uncounted captures, also when they were lost without a word', () => {
    const lost = Array.from({ length: 5 }, () => attemptOpened());
    const refused = after(consentGiven, ...lost, attemptOpened());
    assert.equal(refused.kind === 'refused' && refused.ground, 'captures-exhausted');
    const abandoned = Array.from({ length: 5 }, () => [attemptOpened(), attemptAbandoned()]);
    const alsoRefused = after(consentGiven, ...abandoned.flat());
    assert.equal(alsoRefused.kind === 'refused' && alsoRefused.ground, 'captures-exhausted');
  });

  it('brings nobody nearer to an N by a fault of ours, however often', () => {
    for (const ground of ['booth-fault', 'server-stopped'] as const) {
      const faults = Array.from({ length: 20 }, () => [
        attemptOpened(),
        attemptAbandoned(FIRST, ground),
      ]);
      assert.deepEqual(after(consentGiven, ...faults.flat()), {
        kind: 'awaiting-capture',
        tally: { counted: 0, uncounted: 0 },
      });
    }
  });

  it('lets a new attempt take the place of one that was never concluded', () => {
    const state = after(consentGiven, attemptOpened(FIRST), attemptOpened(SECOND));
    assert.equal(state.kind === 'in-capture' && state.attemptId, SECOND);
    refuses(() => advance(state, attemptDecided(ACCEPTED, FIRST), POLICY), 'ATTEMPT_OVERTAKEN');
  });

  it('decides no attempt after consent was withdrawn from it', () => {
    refuses(
      () => after(consentGiven, attemptOpened(), consentWithdrawn, attemptDecided(ACCEPTED)),
      'ATTEMPT_OVERTAKEN',
    );
  });

  it('can be left or expire from every state that is not finished', () => {
    for (const before of [[], [consentGiven], [consentGiven, attemptOpened()]]) {
      const left = after(...before, { kind: 'face-route-left', at: AT });
      assert.equal(left.kind === 'refused' && left.ground, 'face-route-left');
      assert.equal(after(...before, { kind: 'expired', at: AT }).kind, 'expired');
    }
  });

  it('reaches, by any order of events, only states that can be, and leaves no finished one', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let state = OPENED;
        let accepted = 0;
        for (const event of events) {
          const before = state;
          try {
            state = advance(state, event, POLICY);
          } catch (error) {
            assert.ok(error instanceof RegistrationError);
            if (isFinished(before)) assert.equal(error.code, 'REGISTRATION_FINISHED');
            continue;
          }
          assert.ok(!isFinished(before));
          if (event.kind === 'attempt-decided' && event.decision.kind === 'accepted') accepted += 1;
          const { counted, uncounted } = state.tally;
          assert.ok(counted >= 0 && counted <= POLICY.attemptsMax);
          assert.ok(uncounted >= 0 && uncounted <= POLICY.unusableCapturesMax);
          assert.equal(state.kind === 'approved', accepted === 1);
          assert.ok(accepted <= 1);
        }
      }),
      { numRuns: 500 },
    );
  });
});

const anyAttempt = fc.constantFrom(FIRST, SECOND);
const anyEvent: fc.Arbitrary<RegistrationEvent> = fc.oneof(
  fc.constant(consentGiven),
  fc.constant(consentWithdrawn),
  anyAttempt.map(attemptOpened),
  fc
    .tuple(anyAttempt, fc.constantFrom<AbandonmentGround>('connection-lost', 'booth-fault'))
    .map(([attemptId, ground]) => attemptAbandoned(attemptId, ground)),
  fc
    .tuple(fc.constantFrom(ACCEPTED, REJECTED, UNUSABLE), anyAttempt)
    .map(([decision, attemptId]) => attemptDecided(decision, attemptId)),
  { weight: 1, arbitrary: fc.constant<RegistrationEvent>({ kind: 'face-route-left', at: AT }) },
  { weight: 1, arbitrary: fc.constant<RegistrationEvent>({ kind: 'expired', at: AT }) },
);

function refuses(act: () => unknown, code: RegistrationErrorCode): void {
  assert.throws(act, (error) => error instanceof RegistrationError && error.code === code);
}
