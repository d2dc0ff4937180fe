import type { VerdictSymbol } from '../biometrics/booth-symbol.ts';
import type { Instant } from '../time/time.ts';
import type { AttemptPolicy } from './face-policy.ts';

/** What is known of an attempt when it is decided; all of it is recorded. */
export interface AttemptFacts {
  readonly verdict: VerdictSymbol;
  readonly challengedAt: Instant;
  readonly concludedAt: Instant;
}

/**
 * Why an attempt was rejected. Recorded; the applicant is told one sentence for all.
 *
 * What attack detection could not tell counts too, and sounds the same: who tries instruments out must not learn which
 * of them came near, nor try without end.
 */
export type RejectionGround = 'non-match' | 'attack-presentation' | 'undecided';
/** Why nothing could be decided of an attempt. */
export type UnusableGround = 'capture-unusable' | 'challenge-expired';

/** What became of one attempt. Not the answer: a rejected attempt can be followed by another. */
export type AttemptDecision =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly ground: RejectionGround }
  /** Nothing could be decided; the attempt is not counted. */
  | { readonly kind: 'unusable'; readonly ground: UnusableGround };

/** Decides an attempt from what was recorded of it. Pure: replayable for as long as the record lasts. */
export function decideAttempt(facts: AttemptFacts, policy: AttemptPolicy): AttemptDecision {
  const age = facts.concludedAt - facts.challengedAt;
  // Written so that a broken clock (NaN, or running backwards) can never accept.
  if (!(age >= 0 && age <= policy.challengeLifetime)) {
    return { kind: 'unusable', ground: 'challenge-expired' };
  }
  switch (facts.verdict) {
    case 'match':
      return { kind: 'accepted' };
    case 'non-match':
    case 'attack-presentation':
    case 'undecided':
      return { kind: 'rejected', ground: facts.verdict };
    case 'capture-unusable':
      return { kind: 'unusable', ground: 'capture-unusable' };
  }
}
