import { SealingError } from './sealing-error.ts';

/** The domain in which a sealed capture is valid; another version gets another label. */
export const SEAL_INFO_LABEL = 'bonin/capture/v1';

/** What a sealed capture is bound to. A chunk sealed for one attempt does not open in another. */
export interface SealInfo {
  readonly registrationId: string;
  readonly attemptId: string;
  /** The challenge of this attempt, as the text the server sent. */
  readonly challenge: string;
  /** Digest of the booth's build, as the text the server sent. */
  readonly buildDigest: string;
}

const FIELD_MAX_BYTES = 1024;
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

/**
 * Encodes what a capture is bound to as the HPKE `info`: label and fields, each with its length before it.
 *
 * Only printable ASCII without spaces is taken, so that one text has one encoding.
 *
 * @throws {SealingError} `SEAL_INFO_MALFORMED` for an empty, too long or non-ASCII field
 * @see docs/formats/sealed-capture.md
 */
export function encodeSealInfo(info: SealInfo): Uint8Array<ArrayBuffer> {
  const { registrationId, attemptId, challenge, buildDigest } = info;
  const fields = { label: SEAL_INFO_LABEL, registrationId, attemptId, challenge, buildDigest };
  const encoded: number[] = [];
  for (const [field, text] of Object.entries(fields)) {
    if (!PRINTABLE_ASCII.test(text) || text.length > FIELD_MAX_BYTES) {
      throw new SealingError('SEAL_INFO_MALFORMED', { field, length: text.length });
    }
    encoded.push(text.length >> 8, text.length & 0xff);
    for (let at = 0; at < text.length; at += 1) encoded.push(text.charCodeAt(at));
  }
  return Uint8Array.from(encoded);
}
