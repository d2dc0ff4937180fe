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
