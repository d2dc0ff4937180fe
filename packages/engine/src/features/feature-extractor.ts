import { parseModelId, type ModelId } from '@bonin/core';
import { alignedToPicture, type FivePoints } from '../alignment/five-points.ts';
import { pack, sample } from '../alignment/warp.ts';
import { EngineError } from '../engine-error.ts';
import type { Pyramid } from '../image/raster.ts';
import type { Network } from '../runtime/network.ts';
import { normalize, type FaceFeatures } from './face-features.ts';

/** Turns an aligned face into features of one model. */
export interface FeatureExtractor {
  readonly modelId: ModelId;
  /** Personal data: reads pixels of a face; returns features, which identify; keeps neither. */
  extract(pyramid: Pyramid, points: FivePoints): Promise<FaceFeatures>;
}

/** One network of a combination, and the share its similarity has in the combination's. */
export interface WeightedNetwork {
  readonly network: Network;
  readonly share: number;
}

/**
 * Extracts with several networks side by side.
 *
 * The features of each, of length one, are scaled by the root of its share and put one after the other, so
 * that the cosine of two of them is the weighted mean of the networks' cosines. The model id names the
 * networks and their shares in percent: another combination is another scale.
 *
 * @throws {EngineError} `MODEL_UNSUITABLE` when an input is not square, or the shares are no whole percents, which
 *   the id could not tell apart, or do not make one
 */
export function openFeatureExtractor(parts: readonly WeightedNetwork[]): FeatureExtractor {
  const whole = parts.reduce((sum, { share }) => sum + share, 0);
  const modelId = combinedId(parts);
  if (Math.abs(whole - 1) > 1e-9 || !parts.every(({ share }) => isWholePercent(share))) {
    throw new EngineError('MODEL_UNSUITABLE', {
      model: modelId,
      expected: 'whole percents that make one',
    });
  }
  if (parts.some(({ network: { input } }) => input.width !== input.height)) {
    throw new EngineError('MODEL_UNSUITABLE', { model: modelId, expected: 'a square input' });
  }
  return {
    modelId,
    async extract(pyramid, points) {
      const values: number[] = [];
      const sampled = new Map<number, Float32Array>();
      for (const { network, share } of parts) {
        const { input } = network;
        const aligned =
          sampled.get(input.width) ?? sample(pyramid, alignedToPicture(points, input.width), input);
        sampled.set(input.width, aligned);
        const [output] = await network.run(pack(aligned, input));
        if (output === undefined) {
          throw new EngineError('MODEL_UNSUITABLE', { model: network.id, expected: 'one output' });
        }
        for (const value of normalize(output)) values.push(value * Math.sqrt(share));
      }
      return { values: Float32Array.from(values), modelId };
    },
  };
}

function isWholePercent(share: number): boolean {
  const percent = 100 * share;
  return percent >= 1 && Math.abs(percent - Math.round(percent)) < 1e-9;
}

/** One network keeps its own id; of several each is named with its share in percent. */
function combinedId(parts: readonly WeightedNetwork[]): ModelId {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only.network.id;
  const names = parts.map(({ network, share }) => `${network.id}.${Math.round(100 * share)}`);
  return parseModelId(names.join('+'));
}
