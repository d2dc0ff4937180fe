import { randomBytes, randomInt } from 'node:crypto';

export const MARKER_BYTES = 8;
/** Marker and number of the attempt, over and over: every cut of 23 bytes holds the marker whole. */
const PERIOD_BYTES = 16;
const PLANTED_BYTES = 192;
const COMMENT = 0xfe;
/** So that no two files are alike. */
const SALT_BYTES = 12;

/**
 * Plants bytes into a JPEG file at random places: as comments between its segments, and behind its end.
 *
 * Decoders read past them, so that the picture stays what it is.
 */
export function plantBytes(jpeg: Uint8Array, marker: Uint8Array, attempt: number): Uint8Array {
  const planted = plantedBytes(marker, attempt);
  const salt = segmentOf(randomBytes(SALT_BYTES));
  const places = segmentStarts(jpeg);
  const first = places[randomInt(places.length)] ?? 2;
  const second = places[randomInt(places.length)] ?? 2;
  const [early, late] = first <= second ? [first, second] : [second, first];
  const comment = segmentOf(planted);
  return Uint8Array.from(
    Buffer.concat([
      jpeg.subarray(0, early),
      comment,
      jpeg.subarray(early, late),
      comment,
      salt,
      jpeg.subarray(late),
      planted,
    ]),
  );
}

export function plantedBytes(marker: Uint8Array, attempt: number): Uint8Array {
  const planted = Buffer.alloc(PLANTED_BYTES);
  for (let at = 0; at < PLANTED_BYTES; at += PERIOD_BYTES) {
    planted.set(marker, at);
    planted.writeBigUInt64BE(BigInt(attempt), at + MARKER_BYTES);
  }
  return planted;
}

function segmentOf(content: Uint8Array): Uint8Array {
  const length = content.length + 2;
  return Buffer.concat([Uint8Array.of(0xff, COMMENT, length >> 8, length & 0xff), content]);
}

/** Where the segments of a file begin, up to that of the picture itself. */
function segmentStarts(jpeg: Uint8Array): readonly number[] {
  const starts: number[] = [];
  const START_OF_SCAN = 0xda;
  for (let at = 2; jpeg[at] === 0xff && at + 4 < jpeg.length;) {
    starts.push(at);
    if (jpeg[at + 1] === START_OF_SCAN) break;
    at += 2 + 256 * (jpeg[at + 2] ?? 0) + (jpeg[at + 3] ?? 0);
  }
  return starts;
}
