import type { VerdictSymbol } from '../biometrics/booth-symbol.ts';
import { decideComparison, type ComparisonScore } from '../biometrics/comparison.ts';
import { decidePad, type PadResult } from '../biometrics/pad.ts';
import type { FacePolicy } from './face-policy.ts';

/** A comparison that took place, or why it did not. */
export type ComparisonResult =
  | { readonly kind: 'evaluated'; readonly score: ComparisonScore }
  | { readonly kind: 'not-evaluated'; readonly reason: 'no-reference' | 'too-few-frames' };

/** All that a matcher booth found out about one probe. Never leaves the booth. */
export interface ProbeFindings {
  readonly comparison: ComparisonResult;
  readonly pad: PadResult;
}

/**
 * Decides what a booth may say about a probe.
 *
 * Only `match` can lead to a Y. A comparison that did not take place ends as `capture-unusable`, which
 * uses up no attempt; an attack-detection result that could not be had ends as `undecided`.
 *
 * Not verified: that the frames came from a camera (injection), or in answer to a challenge.
 *
 * @throws {BiometricsError} `SCALE_MISMATCH` when findings and policy name different models
 */
export function decideProbe(findings: ProbeFindings, policy: FacePolicy): VerdictSymbol {
  if (findings.comparison.kind === 'not-evaluated') return 'capture-unusable';

  // Before the comparison, so that neither answer says whether the face was the right one: `undecided`
  // is not counted, and must not let anybody try until it is.
  const pad = decidePad(findings.pad, policy.pad);
  if (pad === 'attack-presentation') return 'attack-presentation';
  if (pad === 'undecided') return 'undecided';

  return decideComparison(findings.comparison.score, policy.comparison);
}
