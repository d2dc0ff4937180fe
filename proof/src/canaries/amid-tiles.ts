import { randomInt } from 'node:crypto';
import sharp from 'sharp';
import { ProofError } from '../proof-error.ts';
import { distanceOf, hashPicture } from './picture-hash.ts';

/** Tiles across and down; those in the middle are behind the picture. */
const TILES = 8;
/** As a share of the sides that it had. */
const SHRUNK_TO = 0.75;
/** The sample face lies on disks, and others draw it as well: in so many bits of 128 a picture of ours has to differ. */
const UNLIKE_LEAST = 32;
const TRIED_MOST = 50;
const QUALITY = 95;

/**
 * Puts a picture before a wall of tiles that no other run has, so that its hash is its own.
 *
 * @returns a JPEG of the same width and height
 * @throws {ProofError} `CANARY_UNUSABLE` when no wall makes it unlike enough
 */
export async function amidTiles(image: Uint8Array): Promise<Buffer> {
  const plain = await hashPicture(image);
  const { width, height } = await sharp(image).metadata();
  const input = await sharp(image)
    .resize(Math.round(SHRUNK_TO * width), Math.round(SHRUNK_TO * height))
    .png()
    .toBuffer();
  for (let tried = 0; tried < TRIED_MOST; tried += 1) {
    const wall = await drawWall(width, height);
    const made = await sharp(wall)
      .composite([{ input, gravity: 'centre' }])
      .jpeg({ quality: QUALITY })
      .toBuffer();
    if (distanceOf(plain, await hashPicture(made)) >= UNLIKE_LEAST) return made;
  }
  throw new ProofError('CANARY_UNUSABLE');
}

/** Greys as they are in rooms, none of them glaring. */
function drawWall(width: number, height: number): Promise<Buffer> {
  const tiles = Uint8Array.from({ length: TILES * TILES }, () => 40 + randomInt(160));
  return sharp(tiles, { raw: { width: TILES, height: TILES, channels: 1 } })
    .resize(width, height, { kernel: 'nearest', fit: 'fill' })
    .toColourspace('srgb')
    .png()
    .toBuffer();
}
