import { CodedError } from '@bonin/core';

export type EngineErrorCode =
  | 'IMAGE_UNREADABLE'
  | 'IMAGE_TOO_LARGE'
  | 'IMAGE_TOO_MANY_PIXELS'
  | 'IMAGE_TOO_SMALL'
  | 'IMAGE_ANIMATED'
  | 'IMAGE_FORMAT_UNSUPPORTED'
  | 'PORTRAIT_MALFORMED'
  | 'MANIFEST_MALFORMED'
  | 'MODEL_MISSING'
  | 'MODEL_HASH_MISMATCH'
  | 'MODEL_KNOWN_ANSWER_MISMATCH'
  | 'MODEL_UNSUITABLE';

/**
 * What the engine cannot accept (images) or cannot work with (networks).
 *
 * Details hold limits, model ids and names of fields; never pixels, features or scores.
 */
export class EngineError extends CodedError<EngineErrorCode> {}

/** The codes that speak of the image that was handed in, not of this installation. */
const IMAGE_CODES: ReadonlySet<string> = new Set<EngineErrorCode>([
  'IMAGE_UNREADABLE',
  'IMAGE_TOO_LARGE',
  'IMAGE_TOO_MANY_PIXELS',
  'IMAGE_TOO_SMALL',
  'IMAGE_ANIMATED',
  'IMAGE_FORMAT_UNSUPPORTED',
]);

/** Whether an error says that an image cannot be used, rather than that something of ours broke. */
export function isImageError(error: unknown): error is EngineError {
  return error instanceof EngineError && IMAGE_CODES.has(error.code);
}
