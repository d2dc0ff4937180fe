import type { GuidanceSymbol, VerdictSymbol } from '../biometrics/booth-symbol.ts';
import { decideComparison, type ComparisonScore } from '../biometrics/comparison.ts';
import type { ChallengeFindings } from '../biometrics/challenge-findings.ts';
import { decidePad, type PadDecision, type PadResult } from '../biometrics/pad.ts';
import { decideChallenge, disturbanceOf } from './decide-challenge.ts';
import type { FacePolicy } from './face-policy.ts';

/** A comparison that took place, or why it did not. */
export type ComparisonResult =
  | { readonly kind: 'evaluated'; readonly score: ComparisonScore }
  | { readonly kind: 'not-evaluated'; readonly reason: 'no-reference' | 'too-few-frames' };

/** What became of the challenge of a capture, or that there was none. */
export type ChallengeResult =
  | { readonly kind: 'answered'; readonly findings: ChallengeFindings }
  | { readonly kind: 'not-asked' };

/** All that a matcher booth found out about one probe. Never leaves the booth. */
export interface ProbeFindings {
  readonly comparison: ComparisonResult;
  readonly pad: PadResult;
  readonly challenge: ChallengeResult;
}

/**
 * Decides what a booth may say about a probe.
 *
 * Only `match` can lead to a Y. A comparison that did not take place ends as `capture-unusable`, which
 * uses up no attempt; an attack-detection result that could not be had ends as `undecided`, or as `capture-unusable`
 * where somebody else came into the picture or the face was lost from it.
 *
 * Not verified: that the frames came from a camera (injection).
 *
 * @throws {BiometricsError} `SCALE_MISMATCH` when findings and policy name different models
 */
export function decideProbe(findings: ProbeFindings, policy: FacePolicy): VerdictSymbol {
  if (findings.comparison.kind === 'not-evaluated') return 'capture-unusable';

  const presentation = decidePresentation(findings, policy);
  // Before the comparison, so that neither answer says whether the face was the right one.
  if (presentation === 'attack-presentation') return 'attack-presentation';
  if (presentation === 'undecided') {
    return probeDisturbance(findings, policy) === undefined ? 'undecided' : 'capture-unusable';
  }

  return decideComparison(findings.comparison.score, policy.comparison);
}

/** Why a probe of which nothing was told is a bad capture: the reason of its `capture-unusable`. */
export function probeDisturbance(
  { challenge }: ProbeFindings,
  policy: FacePolicy,
): GuidanceSymbol | undefined {
  return challenge.kind === 'answered' && policy.challenge !== undefined
    ? disturbanceOf(challenge.findings, policy.challenge)
    : undefined;
}

/** Passive score and challenge together: bona fide only when both say so, wherever the policy asks for a challenge. */
function decidePresentation({ pad, challenge }: ProbeFindings, policy: FacePolicy): PadDecision {
  const decisions: PadDecision[] = [decidePad(pad, policy.pad)];
  if (policy.challenge !== undefined) {
    decisions.push(
      challenge.kind === 'answered'
        ? decideChallenge(challenge.findings, policy.challenge)
        : 'undecided',
    );
  }
  if (decisions.includes('attack-presentation')) return 'attack-presentation';
  return decisions.every((decision) => decision === 'bona-fide') ? 'bona-fide' : 'undecided';
}
