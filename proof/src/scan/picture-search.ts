import type { PictureHash } from '../canaries/canary.ts';
import { distanceOf, hashPicture } from '../canaries/picture-hash.ts';

/** Bits of 128 that may differ: another size or compression changes fewer, another picture about half. */
const DISTANCE_MOST = 20;
const JPEG_START = Buffer.of(0xff, 0xd8, 0xff);
const PNG_START = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const WEBP_START = Buffer.from('RIFF', 'latin1');
/** A file is cut out no longer than this; a decoder stops where the picture ends. */
const LENGTH_MOST = 2 * 1024 * 1024;
const LENGTH_LEAST = 200;

/**
 * Whether a file of one of these pictures lies somewhere in the bytes, however it was scaled or compressed.
 *
 * Not found: a picture that was cropped or turned, one in another format than JPEG, PNG and WebP, one in pieces.
 */
export async function findPicture(bytes: Buffer, hashes: readonly PictureHash[]): Promise<boolean> {
  for (const start of [JPEG_START, PNG_START, WEBP_START]) {
    for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + 1)) {
      const cut = bytes.subarray(at, at + LENGTH_MOST);
      if (cut.length < LENGTH_LEAST || !looksLikePicture(cut, start)) continue;
      if (await isOneOf(cut, hashes)) return true;
    }
  }
  return false;
}

/** A tag that pictures have and other bytes seldom: what is no picture costs a decoder's time. */
function looksLikePicture(cut: Buffer, start: Buffer): boolean {
  if (start === JPEG_START) {
    const segment = cut[3] ?? 0;
    return (
      segment === 0xdb ||
      segment === 0xee ||
      (segment >= 0xe0 && segment <= 0xef) ||
      segment === 0xfe
    );
  }
  return start === PNG_START || cut.subarray(8, 12).toString('latin1') === 'WEBP';
}

async function isOneOf(image: Buffer, hashes: readonly PictureHash[]): Promise<boolean> {
  try {
    const hash = await hashPicture(image);
    return hashes.some((one) => distanceOf(one, hash) <= DISTANCE_MOST);
  } catch {
    // Not a picture after all, or one that was written over.
    return false;
  }
}
