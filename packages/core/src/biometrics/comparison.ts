import { BiometricsError } from './biometrics-error.ts';
import type { CalibrationId, ModelId } from './model-id.ts';

/** How alike a probe and a reference are, on the scale of one model. */
export interface ComparisonScore {
  /** Similarity: higher is more alike. */
  readonly value: number;
  /** The model whose features were compared; scores of two models never meet. */
  readonly scale: ModelId;
}

/** The operating point. It lives in a policy document and nowhere else. */
export interface ComparisonThreshold {
  readonly minimum: number;
  readonly scale: ModelId;
  /** The evaluation report that measured this operating point. */
  readonly calibration: CalibrationId;
}

/** Whether a score reached the threshold. Not yet an answer: the presentation may still be an attack. */
export type ComparisonDecision = 'match' | 'non-match';

/**
 * Decides whether a comparison score reaches the threshold.
 *
 * @throws {BiometricsError} `SCALE_MISMATCH` when score and threshold belong to different models
 * @see ISO/IEC 2382-37, “comparison decision”
 */
export function decideComparison(
  score: ComparisonScore,
  threshold: ComparisonThreshold,
): ComparisonDecision {
  if (score.scale !== threshold.scale) {
    throw new BiometricsError('SCALE_MISMATCH', { score: score.scale, threshold: threshold.scale });
  }
  // NaN compares false, so a broken score ends as a non-match.
  return score.value >= threshold.minimum ? 'match' : 'non-match';
}
