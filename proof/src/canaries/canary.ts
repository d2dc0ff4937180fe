/**
 * What is planted into an attempt, to be looked for afterwards everywhere.
 *
 * Four kinds, since a face can be kept in many shapes: its file, its pixels, another file of the same picture, the
 * numbers that a network makes of it, and the words on the card.
 */

/** How something that was planted can be kept. */
export const CANARY_KINDS = [
  /** Bytes of the file, planted at random places. */
  'bytes',
  /** Decoded pixels, as a raster holds them. */
  'pixels',
  /** Another file of the same picture, smaller and compressed again. */
  'picture',
  /** Features as four-byte, two-byte and one-byte numbers, and their signs alone. */
  'features-f32',
  'features-f16',
  'features-int8',
  'features-signs',
  /** Name and number. */
  'text',
] as const;
export type CanaryKind = (typeof CANARY_KINDS)[number];

/** All that one run plants. Personal data: none; the faces are those of the samples, the name is made up. */
export interface Canaries {
  /** Eight random bytes that stand in all that is planted as bytes, every sixteen bytes. */
  readonly marker: Uint8Array;
  /** Rows of pixels of the patch in the corner of every picture, red, green and blue interleaved. */
  readonly rows: readonly Uint8Array[];
  /** Two difference hashes of each picture, 64 bits each. */
  readonly hashes: readonly PictureHash[];
  /** Features of the card and of the live frames, of length one. */
  readonly features: readonly Float32Array[];
  readonly texts: readonly string[];
}

export interface PictureHash {
  readonly across: bigint;
  readonly down: bigint;
}
