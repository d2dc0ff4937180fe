import { BiometricsError, partsOfScale } from '@bonin/core';
import type { RecognitionPart } from './engine.ts';
import { EngineError } from './engine-error.ts';

/**
 * The networks that a scale speaks of, with their shares as parts of one.
 *
 * Not verified: that there are such networks; `openEngine` finds out.
 *
 * @throws {EngineError} `MODEL_UNSUITABLE` when it is no scale, or the shares do not make a whole
 * @see docs/formats/policy.md
 */
export function recognitionOf(scale: string): readonly RecognitionPart[] {
  try {
    return partsOfScale(scale).map(({ id, percent }) => ({ id, share: percent / 100 }));
  } catch (error) {
    if (!(error instanceof BiometricsError)) throw error;
    throw new EngineError('MODEL_UNSUITABLE', {
      model: scale,
      expected: 'one id, or ids with shares in percent that make 100',
    });
  }
}
