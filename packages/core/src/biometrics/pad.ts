import { BiometricsError } from './biometrics-error.ts';
import type { CalibrationId, ModelId } from './model-id.ts';

/** Passive attack-detection score of one presentation: 0 (attack) … 1 (bona fide). */
export interface PadScore {
  readonly value: number;
  readonly scale: ModelId;
}

/** What was not evaluated is neither bona fide nor an attack; the policy says what to do with it. */
export type PadResult =
  | { readonly kind: 'evaluated'; readonly score: PadScore }
  | { readonly kind: 'not-evaluated'; readonly reason: 'model-unavailable' | 'sample-unsuitable' };

/** What a presentation was taken for. `undecided` is no accusation, and never a yes. */
export type PadDecision = 'bona-fide' | 'attack-presentation' | 'undecided';

/** Scores under `attackBelow` are attacks, from `bonaFideFrom` on bona fide, between them undecided. */
export interface PadThreshold {
  readonly attackBelow: number;
  readonly bonaFideFrom: number;
  readonly scale: ModelId;
  readonly calibration: CalibrationId;
}

/**
 * Decides what a passive attack-detection result means under a policy's thresholds.
 *
 * @throws {BiometricsError} `SCALE_MISMATCH` when score and threshold belong to different models
 * @see ISO/IEC 30107-3
 */
export function decidePad(result: PadResult, threshold: PadThreshold): PadDecision {
  if (result.kind === 'not-evaluated') return 'undecided';
  if (result.score.scale !== threshold.scale) {
    throw new BiometricsError('SCALE_MISMATCH', {
      score: result.score.scale,
      threshold: threshold.scale,
    });
  }
  // Written so that NaN falls through to undecided.
  if (result.score.value < threshold.attackBelow) return 'attack-presentation';
  if (result.score.value >= threshold.bonaFideFrom) return 'bona-fide';
  return 'undecided';
}
