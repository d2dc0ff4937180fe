import { SealingError } from './sealing-error.ts';
import { PUBLIC_KEY_BYTES, TAG_BYTES } from './suite.ts';

export const CHUNK_VERSION = 1;

/** Version, kind, flags, index. */
export const HEADER_BYTES = 7;

/** What a chunk holds. The order is the code on the wire, counted from 1. */
export const CHUNK_KINDS = ['card', 'frame', 'end', 'timed-frame'] as const;

export type ChunkKind = (typeof CHUNK_KINDS)[number];

/** Most payload bytes of one chunk; an `end` carries none. */
export const PAYLOAD_MAX_BYTES: Readonly<Record<ChunkKind, number>> = {
  card: 12_000_000,
  frame: 1_500_000,
  end: 0,
  // A frame, and before it when it was taken.
  'timed-frame': 1_500_004,
};

/** Plaintexts are padded to a multiple of this, so that a size says little about a picture. */
export const PADDING_STEP_BYTES: Readonly<Record<ChunkKind, number>> = {
  card: 64 * 1024,
  frame: 16 * 1024,
  end: 64,
  'timed-frame': 16 * 1024,
};

const LENGTH_BYTES = 4;
const FLAG_LAST = 1;
const INDEX_MAX = 0xffff_ffff;

export interface ChunkHeader {
  readonly kind: ChunkKind;
  readonly last: boolean;
  readonly index: number;
}

/** A chunk taken apart, nothing of it decrypted or trusted. */
export interface ParsedChunk extends ChunkHeader {
  /** Everything before the ciphertext: header, and in the first chunk the encapsulated key. */
  readonly aad: Uint8Array;
  readonly encapsulatedKey: Uint8Array | undefined;
  readonly ciphertext: Uint8Array;
}

export function encodeHeader({ kind, last, index }: ChunkHeader): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(HEADER_BYTES);
  header[0] = CHUNK_VERSION;
  header[1] = CHUNK_KINDS.indexOf(kind) + 1;
  header[2] = last ? FLAG_LAST : 0;
  new DataView(header.buffer).setUint32(3, index);
  return header;
}

/** @throws {SealingError} `CHUNK_MALFORMED` */
export function parseChunk(chunk: Uint8Array): ParsedChunk {
  if (chunk.length < HEADER_BYTES) throw malformed('header', chunk.length);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (view.getUint8(0) !== CHUNK_VERSION) throw malformed('version', chunk.length);
  const kind = CHUNK_KINDS[view.getUint8(1) - 1];
  if (kind === undefined) throw malformed('kind', chunk.length);
  const flags = view.getUint8(2);
  if ((flags & ~FLAG_LAST) !== 0) throw malformed('flags', chunk.length);
  const last = flags === FLAG_LAST;
  if ((kind === 'end' || kind === 'card') && !last) throw malformed('flags', chunk.length);
  const index = view.getUint32(3);

  const keyEnd = index === 0 ? HEADER_BYTES + PUBLIC_KEY_BYTES : HEADER_BYTES;
  const ciphertext = chunk.subarray(keyEnd);
  if (chunk.length < keyEnd || !isCiphertextLength(kind, ciphertext.length)) {
    throw malformed('length', chunk.length);
  }
  return {
    kind,
    last,
    index,
    aad: chunk.subarray(0, keyEnd),
    encapsulatedKey: index === 0 ? chunk.subarray(HEADER_BYTES, keyEnd) : undefined,
    ciphertext,
  };
}

/** Whether a chunk is for the reader and not for the matcher; by its plaintext header, nothing of which is trusted. */
export function isForReader(chunk: Uint8Array): boolean {
  return CHUNK_KINDS[(chunk[1] ?? 0) - 1] === 'card';
}

/** Puts the payload's length before it and zeros after it, up to the kind's next size step. */
export function padPayload(kind: ChunkKind, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  if (payload.length > PAYLOAD_MAX_BYTES[kind]) {
    throw new SealingError('PAYLOAD_TOO_LARGE', {
      kind,
      length: payload.length,
      max: PAYLOAD_MAX_BYTES[kind],
    });
  }
  const padded = new Uint8Array(paddedLength(kind, payload.length));
  new DataView(padded.buffer).setUint32(0, payload.length);
  padded.set(payload, LENGTH_BYTES);
  return padded;
}

/** @throws {SealingError} `CHUNK_MALFORMED` when length or padding is not what {@link padPayload} makes */
export function unpadPayload(
  kind: ChunkKind,
  padded: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const length = new DataView(padded.buffer, padded.byteOffset, padded.length).getUint32(0);
  if (length > PAYLOAD_MAX_BYTES[kind] || paddedLength(kind, length) !== padded.length) {
    throw malformed('padding', padded.length);
  }
  const end = LENGTH_BYTES + length;
  for (let at = end; at < padded.length; at += 1) {
    if (padded[at] !== 0) throw malformed('padding', padded.length);
  }
  return padded.subarray(LENGTH_BYTES, end);
}

export function isLastIndex(index: number): boolean {
  return index === INDEX_MAX;
}

function isCiphertextLength(kind: ChunkKind, length: number): boolean {
  const plaintext = length - TAG_BYTES;
  return (
    plaintext >= PADDING_STEP_BYTES[kind] &&
    plaintext % PADDING_STEP_BYTES[kind] === 0 &&
    plaintext <= paddedLength(kind, PAYLOAD_MAX_BYTES[kind])
  );
}

/** Most bytes of a whole chunk: what a door that passes chunks on has to let through. */
export const CHUNK_MAX_BYTES =
  HEADER_BYTES + PUBLIC_KEY_BYTES + paddedLength('card', PAYLOAD_MAX_BYTES.card) + TAG_BYTES;

function paddedLength(kind: ChunkKind, payloadLength: number): number {
  const step = PADDING_STEP_BYTES[kind];
  return Math.ceil((LENGTH_BYTES + payloadLength) / step) * step;
}

function malformed(part: string, length: number): SealingError {
  return new SealingError('CHUNK_MALFORMED', { part, length });
}
