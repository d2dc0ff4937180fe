import type { RecognitionPart } from './engine.ts';
import { EngineError } from './engine-error.ts';

/** One part of a combination: id, dot, whole percent. */
const PART = /^(?<id>.+)\.(?<percent>[1-9][0-9]?)$/;

/**
 * The networks that a scale speaks of: one by its id, or several with their shares in percent,
 * `one.70+other.30`.
 *
 * Not verified: that there are such networks; `openEngine` finds out.
 *
 * @throws {EngineError} `MODEL_UNSUITABLE` when it is no scale, or the shares do not make a whole
 * @see docs/formats/policy.md
 */
export function recognitionOf(scale: string): readonly RecognitionPart[] {
  if (!scale.includes('+')) return [{ id: scale, share: 1 }];
  const parts = scale.split('+').map((text) => {
    const { id, percent } = PART.exec(text)?.groups ?? {};
    if (id === undefined || percent === undefined) throw unsuitable(scale);
    return { id, percent: Number(percent) };
  });
  const whole = parts.reduce((sum, { percent }) => sum + percent, 0);
  const isEachOnce = new Set(parts.map(({ id }) => id)).size === parts.length;
  if (whole !== 100 || !isEachOnce) throw unsuitable(scale);
  return parts.map(({ id, percent }) => ({ id, share: percent / 100 }));
}

function unsuitable(scale: string): EngineError {
  return new EngineError('MODEL_UNSUITABLE', {
    model: scale,
    expected: 'one id, or ids with shares in percent that make 100',
  });
}
