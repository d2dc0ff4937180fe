import type { Brand } from '../brand.ts';
import { BiometricsError } from './biometrics-error.ts';

/** Names one network, or one fixed combination of networks, whose numbers share a scale. */
export type ModelId = Brand<string, 'ModelId'>;

/** Names the report that measured an operating point; a file under `docs/performance/`. */
export type CalibrationId = Brand<string, 'CalibrationId'>;

const ID = /^[a-z0-9](?:[a-z0-9.+-]{0,62}[a-z0-9])?$/;

/**
 * Reads the id of a model.
 *
 * Not verified: that there is such a network.
 *
 * @throws {BiometricsError} `MODEL_ID_MALFORMED`
 */
export function parseModelId(text: string): ModelId {
  if (!ID.test(text)) throw new BiometricsError('MODEL_ID_MALFORMED', { length: text.length });
  return text as ModelId;
}

/**
 * Reads the id of a calibration.
 *
 * Not verified: that there is such a report, or that it measured this operating point.
 *
 * @throws {BiometricsError} `MODEL_ID_MALFORMED`
 */
export function parseCalibrationId(text: string): CalibrationId {
  if (!ID.test(text)) throw new BiometricsError('MODEL_ID_MALFORMED', { length: text.length });
  return text as CalibrationId;
}

/** One network of a scale, and its share in whole percent. */
export interface ScalePart {
  readonly id: string;
  readonly percent: number;
}

/** One part of a combination: id, dot, whole percent. */
const PART = /^(?<id>.+)\.(?<percent>[1-9][0-9]?)$/;

/**
 * The networks that a scale speaks of: one by its id, or several with their shares in percent,
 * `one.70+other.30`.
 *
 * Not verified: that there are such networks.
 *
 * @throws {BiometricsError} `MODEL_ID_MALFORMED` when it is no scale, names one twice, or the shares do not make 100
 * @see docs/formats/policy.md
 */
export function partsOfScale(scale: string): readonly ScalePart[] {
  if (!scale.includes('+')) return [{ id: scale, percent: 100 }];
  const parts = scale.split('+').map((text) => {
    const { id, percent } = PART.exec(text)?.groups ?? {};
    if (id === undefined || percent === undefined) throw malformedScale(scale);
    return { id, percent: Number(percent) };
  });
  const whole = parts.reduce((sum, { percent }) => sum + percent, 0);
  const isEachOnce = new Set(parts.map(({ id }) => id)).size === parts.length;
  if (whole !== 100 || !isEachOnce) throw malformedScale(scale);
  return parts;
}

function malformedScale(scale: string): BiometricsError {
  return new BiometricsError('MODEL_ID_MALFORMED', { length: scale.length });
}
