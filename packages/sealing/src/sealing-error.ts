export type SealingErrorCode =
  | 'BOOTH_KEY_MALFORMED'
  | 'SEAL_INFO_MALFORMED'
  | 'PAYLOAD_TOO_LARGE'
  | 'PAYLOAD_NOT_ALLOWED'
  | 'SEALER_CLOSED'
  | 'CHUNK_MALFORMED'
  | 'CHUNK_OUT_OF_ORDER'
  | 'CHUNK_NOT_AUTHENTIC'
  | 'CHUNK_AFTER_LAST'
  | 'STREAM_TRUNCATED'
  | 'PORTRAIT_NOT_AUTHENTIC'
  | 'UNSEALER_CLOSED';

/**
 * Why something could not be sealed or opened.
 *
 * This room moves bytes and knows no other room, so it has its own error. Like all errors here the
 * message is the code, and details are safe to show to a stranger: numbers of bytes and indexes only.
 */
export class SealingError extends Error {
  readonly code: SealingErrorCode;
  readonly details: Readonly<Record<string, string | number | boolean>>;

  constructor(
    code: SealingErrorCode,
    details: Readonly<Record<string, string | number | boolean>> = {},
  ) {
    super(code);
    this.name = 'SealingError';
    this.code = code;
    this.details = details;
  }
}
