import sharp from 'sharp';
import type { PictureHash } from './canary.ts';

const SIDE = 8;

/**
 * Two difference hashes of a picture: whether each part of it is lighter than the one beside it, and the one below.
 *
 * They hardly change when a picture is made smaller or compressed again; they do when it is cropped or turned.
 */
export async function hashPicture(image: Uint8Array): Promise<PictureHash> {
  const [across, down] = await Promise.all([
    shrink(image, SIDE + 1, SIDE),
    shrink(image, SIDE, SIDE + 1),
  ]);
  let acrossBits = 0n;
  let downBits = 0n;
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      const here = y * (SIDE + 1) + x;
      acrossBits = (acrossBits << 1n) | (across[here + 1]! > across[here]! ? 1n : 0n);
      const there = y * SIDE + x;
      downBits = (downBits << 1n) | (down[there + SIDE]! > down[there]! ? 1n : 0n);
    }
  }
  return { across: acrossBits, down: downBits };
}

function shrink(image: Uint8Array, width: number, height: number): Promise<Uint8Array> {
  return sharp(image, { failOn: 'error', limitInputPixels: 40_000_000 })
    .greyscale()
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
}

/** Bits of 128 in which two pictures differ. */
export function distanceOf(one: PictureHash, other: PictureHash): number {
  return bitsOf(one.across ^ other.across) + bitsOf(one.down ^ other.down);
}

function bitsOf(value: bigint): number {
  let count = 0;
  for (let left = value; left > 0n; left >>= 1n) count += Number(left & 1n);
  return count;
}
