import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VerdictSymbol } from '../biometrics/booth-symbol.ts';
import { instant, milliseconds } from '../time/time.ts';
import { decideAttempt, type AttemptFacts } from './decide-attempt.ts';

const POLICY = {
  attemptsMax: 3,
  challengeLifetime: milliseconds(120_000),
  captureTimeLimit: milliseconds(90_000),
  registrationLifetime: milliseconds(3_600_000),
  unusableCapturesMax: 10,
};

function facts(verdict: VerdictSymbol, ageMs = 1_000): AttemptFacts {
  return { verdict, challengedAt: instant(5_000), concludedAt: instant(5_000 + ageMs) };
}

describe('decideAttempt', () => {
  it('accepts a match and nothing else', () => {
    assert.deepEqual(decideAttempt(facts('match'), POLICY), { kind: 'accepted' });
  });

  it('rejects a non-match, an attack and what could not be told, each with its ground', () => {
    for (const ground of ['non-match', 'attack-presentation', 'undecided'] as const) {
      assert.deepEqual(decideAttempt(facts(ground), POLICY), { kind: 'rejected', ground });
    }
  });

  it('counts nothing against the applicant when the capture was not good enough', () => {
    assert.deepEqual(decideAttempt(facts('capture-unusable'), POLICY), {
      kind: 'unusable',
      ground: 'capture-unusable',
    });
  });

  it('takes an answer until the very end of its challenge, and none after', () => {
    assert.equal(decideAttempt(facts('match', 120_000), POLICY).kind, 'accepted');
    for (const verdict of ['match', 'non-match'] as const) {
      assert.deepEqual(decideAttempt(facts(verdict, 120_001), POLICY), {
        kind: 'unusable',
        ground: 'challenge-expired',
      });
    }
  });

  it('accepts nothing under a clock that runs backwards or is broken', () => {
    for (const ageMs of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.equal(decideAttempt(facts('match', ageMs), POLICY).kind, 'unusable');
    }
  });
});
