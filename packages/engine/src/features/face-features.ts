import { BiometricsError, type ModelId } from '@bonin/core';

/**
 * Numbers extracted from a face for comparison, of length one.
 *
 * Personal data: identify a person as surely as the face itself.
 */
export interface FaceFeatures {
  readonly values: Float32Array;
  readonly modelId: ModelId;
}

/**
 * Scales a vector to length one, in place.
 *
 * @throws {BiometricsError} `COMPARISON_SCORE_NOT_FINITE` when it has no finite, positive length
 */
export function normalize(values: Float32Array): Float32Array {
  let square = 0;
  for (const value of values) square += value * value;
  const length = Math.sqrt(square);
  if (!(length > 0) || !Number.isFinite(length)) {
    throw new BiometricsError('COMPARISON_SCORE_NOT_FINITE');
  }
  for (let index = 0; index < values.length; index += 1) values[index]! /= length;
  return values;
}

/**
 * The mean direction of several views of one face.
 *
 * Not verified: that all views show the same person; see `agreementOf` in `comparison/`.
 *
 * @throws {BiometricsError} `SCALE_MISMATCH` when the views come from different models
 */
export function meanFeatures(views: readonly FaceFeatures[]): FaceFeatures {
  const first = views[0];
  if (first === undefined) throw new BiometricsError('COMPARISON_SCORE_NOT_FINITE');
  const sum = new Float32Array(first.values.length);
  for (const view of views) {
    if (view.modelId !== first.modelId || view.values.length !== sum.length) {
      throw new BiometricsError('SCALE_MISMATCH', { first: first.modelId, other: view.modelId });
    }
    for (let index = 0; index < sum.length; index += 1) sum[index]! += view.values[index]!;
  }
  return { values: normalize(sum), modelId: first.modelId };
}
