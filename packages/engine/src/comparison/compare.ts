import { BiometricsError, type ComparisonScore } from '@bonin/core';
import type { FaceFeatures } from '../features/face-features.ts';

/**
 * Compares a probe with a reference and returns how alike they are: the cosine of their features.
 *
 * The score decides nothing by itself. It becomes a decision in core's `decideComparison`, under a
 * threshold calibrated for the same model.
 *
 * Verified so far: both feature sets come from the same model.
 * Not verified: that the probe is a bona fide presentation.
 * Personal data: reads biometric features; keeps none.
 *
 * @returns similarity on the scale of `probe.modelId`, higher is more alike
 * @throws {BiometricsError} `SCALE_MISMATCH` when the models or the lengths of the features differ
 * @throws {BiometricsError} `COMPARISON_SCORE_NOT_FINITE` when a feature is not a number
 * @see ISO/IEC 2382-37, “comparison score”
 */
export function compare(probe: FaceFeatures, reference: FaceFeatures): ComparisonScore {
  if (
    probe.modelId !== reference.modelId ||
    probe.values.length !== reference.values.length ||
    probe.values.length === 0
  ) {
    throw new BiometricsError('SCALE_MISMATCH', {
      probe: probe.modelId,
      reference: reference.modelId,
    });
  }
  let dot = 0;
  for (let index = 0; index < probe.values.length; index += 1) {
    dot += probe.values[index]! * reference.values[index]!;
  }
  if (!Number.isFinite(dot)) throw new BiometricsError('COMPARISON_SCORE_NOT_FINITE');
  return { value: dot, scale: probe.modelId };
}
