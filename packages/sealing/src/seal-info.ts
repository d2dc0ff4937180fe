import { SealingError } from './sealing-error.ts';

/** The domain in which a sealed capture is valid; another version gets another label. */
export const SEAL_INFO_LABEL = 'bonin/capture/v2';

/**
 * Who seals what to whom: the device the image of the card to the reader, and live frames to the matcher; the reader the
 * portrait to the matcher. What is sealed in one part does not open in another.
 */
export const SEAL_PARTS = ['card', 'face', 'portrait'] as const;

export type SealPart = (typeof SEAL_PARTS)[number];

/** What a sealed capture is bound to. A chunk sealed for one attempt does not open in another. */
export interface SealInfo {
  readonly registrationId: string;
  readonly attemptId: string;
  /** The challenge of this attempt, as the text the server sent. */
  readonly challenge: string;
  /** Digest of the booths' build, as the text the server sent. */
  readonly buildDigest: string;
  /** Public keys of the two booths: uncompressed P-256 points of 65 bytes, base64url, as the texts the server sent. */
  readonly readerKey: string;
  readonly matcherKey: string;
}

const FIELD_MAX_BYTES = 1024;
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

/**
 * Encodes what a part of a capture is bound to as the HPKE `info`: label, part and fields, each with its length before it.
 *
 * Both keys are in it: a reader whom somebody told another matcher's key than the device knows opens no card.
 * Only printable ASCII without spaces is taken, so that one text has one encoding.
 *
 * @throws {SealingError} `SEAL_INFO_MALFORMED` for an empty, too long or non-ASCII field
 * @see docs/formats/sealed-capture.md
 */
export function encodeSealInfo(info: SealInfo, part: SealPart): Uint8Array<ArrayBuffer> {
  const { registrationId, attemptId, challenge, buildDigest, readerKey, matcherKey } = info;
  const fields = {
    label: SEAL_INFO_LABEL,
    part,
    registrationId,
    attemptId,
    challenge,
    buildDigest,
    readerKey,
    matcherKey,
  };
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
