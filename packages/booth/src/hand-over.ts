import { codeOf, symbolOf, type GuidanceSymbol } from '@bonin/core';
import { SEALED_PORTRAIT_OVERHEAD_BYTES } from '@bonin/sealing';
import { BoothError } from './booth-error.ts';

/** What a reader found on a card. */
export type ReaderFinding =
  | { readonly kind: 'read'; readonly portrait: Uint8Array }
  | { readonly kind: 'refused'; readonly guidance: GuidanceSymbol };

/** Where a reader writes what it hands over, and its matcher reads it: beside the three standard descriptors. */
export const HAND_OVER_DESCRIPTOR = 3;

/** Length of what is handed over, whatever was found, so that the length says nothing. */
export const HAND_OVER_BYTES = 1_300_000;

/** The same, sealed: all that ever goes from a reader to its matcher. */
export const SEALED_HAND_OVER_BYTES = HAND_OVER_BYTES + SEALED_PORTRAIT_OVERHEAD_BYTES;

const VERSION = 1;
const KINDS = ['read', 'refused'] as const;
/** Version, kind, word of guidance, one to spare, length. */
const HEAD_BYTES = 8;

/**
 * The bytes that a reader hands over, not yet sealed. See docs/formats/portrait-hand-over.md.
 *
 * Personal data: copies a portrait.
 *
 * @throws {BoothError} `HAND_OVER_MALFORMED` for a portrait that is too large
 */
export function encodeHandOver(finding: ReaderFinding): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(HAND_OVER_BYTES);
  const view = new DataView(message.buffer);
  message.set([VERSION, KINDS.indexOf(finding.kind) + 1]);
  if (finding.kind === 'refused') {
    message[2] = codeOf(finding.guidance);
    return message;
  }
  const { portrait } = finding;
  if (portrait.length > HAND_OVER_BYTES - HEAD_BYTES) throw malformed(portrait.length);
  view.setUint32(4, portrait.length);
  message.set(portrait, HEAD_BYTES);
  return message;
}

/**
 * Reads what a reader has handed over.
 *
 * Not verified: what the portrait holds.
 *
 * @throws {BoothError} `HAND_OVER_MALFORMED`
 */
export function decodeHandOver(message: Uint8Array): ReaderFinding {
  if (message.length !== HAND_OVER_BYTES) throw malformed(message.length);
  const [version = 0, kindCode = 0, guidanceCode = 0, spare = 0] = message;
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const kind = KINDS[kindCode - 1];
  const length = view.getUint32(4);
  const end = HEAD_BYTES + length;
  if (version !== VERSION || kind === undefined || spare !== 0 || end > HAND_OVER_BYTES) {
    throw malformed(length);
  }
  if (message.subarray(end).some((byte) => byte !== 0)) throw malformed(length);
  if (kind === 'read') {
    if (guidanceCode !== 0 || length === 0) throw malformed(length);
    return { kind, portrait: message.subarray(HEAD_BYTES, end) };
  }
  const guidance = symbolOf(guidanceCode);
  if (length !== 0 || guidance === undefined || !isSaidOfACard(guidance)) throw malformed(length);
  return { kind, guidance };
}

/** What a reader may have to say of a card; whatever it decides, no verdict is among it. */
const OF_A_CARD = ['image-unreadable', 'no-face'] as const satisfies readonly GuidanceSymbol[];

function isSaidOfACard(symbol: string): symbol is (typeof OF_A_CARD)[number] {
  return OF_A_CARD.some((known) => known === symbol);
}

function malformed(length: number): BoothError {
  return new BoothError('HAND_OVER_MALFORMED', { length });
}
