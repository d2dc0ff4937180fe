import type { Engine } from '@bonin/engine';
import { crop, drawCard, drawFrames, type Share } from '@bonin/testkit/drawing';
import { randomBytes, randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { ProofError } from '../proof-error.ts';
import type { Canaries } from './canary.ts';
import { amidTiles } from './amid-tiles.ts';
import { hashPicture } from './picture-hash.ts';
import { MARKER_BYTES, plantBytes } from './plant-bytes.ts';

const SAMPLES = path.join(import.meta.dirname, '../../../samples/files');
const STILL_ON_CARD = 'man-a-clip-1/001.jpg';
const PORTRAIT = { left: 0.35, top: 0.23, width: 0.35, height: 0.6 };
/** Where the man of the clips sits in his pictures, and the other one in his. */
const SITTING: Share = { left: 0.2, top: 0.25, width: 0.64, height: 0.64 };
const OTHER_SITTING: Share = { left: 0.05, top: 0.05, width: 0.9, height: 0.9 };
const STILLS = ['man-a-clip-2/001.jpg', 'man-a-clip-2/004.jpg', 'man-a-clip-2/006.jpg'];
const OTHERS = ['man-b-clip/005.jpg', 'man-b-clip/010.jpg', 'man-b-clip/015.jpg'];
/** No two the same, as a camera has none; a prime, so that a page that takes every so many comes by all of them. */
const FRAMES = 29;
/** As wide and high as the blocks of a JPEG, so that it is decoded to the same pixels in every picture. */
const PATCH = 16;
const QUALITY = 92;

/** Pictures with all four kinds of canary, and what to look for. */
export interface PlantedPictures {
  readonly canaries: Canaries;
  /** The same for the same attempt but for the places of the bytes. */
  readonly cardOf: (attempt: number) => Uint8Array;
  /** The next live frame, each time another file: a booth takes none twice. */
  readonly frameOf: (attempt: number) => Uint8Array;
  /** The same of another man. */
  readonly otherOf: (attempt: number) => Uint8Array;
  /** Plants bytes into any other picture. */
  readonly plant: (jpeg: Uint8Array, attempt: number) => Uint8Array;
}

/**
 * Makes the pictures of one run: the sample face on a drawn card and before a camera, with a patch in the corner, bytes in
 * the file, a made-up name and number in it, and the features that the engine extracts from them.
 *
 * @throws {ProofError} `SAMPLES_MISSING`, `CANARY_UNUSABLE` when no face is found in one of them
 */
export async function makeCanaries(engine: Engine): Promise<PlantedPictures> {
  const marker = randomBytes(MARKER_BYTES);
  const patch = randomBytes(3 * PATCH * PATCH);
  const texts = madeUpTexts();
  const portrait = await crop(await read(STILL_ON_CARD), PORTRAIT, { width: 420, height: 540 });
  const card = await withPatch(await amidTiles(await drawCard({ portrait })), patch, texts);
  const planted = async (files: readonly string[], share: Share): Promise<readonly Buffer[]> => {
    const stills = await Promise.all(files.map(read));
    const frames = await drawFrames({ stills, count: FRAMES, share });
    const ours = await Promise.all(frames.map(amidTiles));
    return Promise.all(ours.map((frame) => withPatch(frame, patch, texts)));
  };
  const stills = await planted(STILLS, SITTING);
  const others = await planted(OTHERS, OTHER_SITTING);
  const features = [await featuresOf(engine, card, 'reference')];
  // One of each still: those of a frame that wobbles a little are as good as the same.
  for (const still of [...stills.slice(0, STILLS.length), ...others.slice(0, OTHERS.length)]) {
    features.push(await featuresOf(engine, still, 'probe'));
  }
  let frames = 0;
  const nextOf = (pictures: readonly Buffer[]): Buffer => {
    frames += 1;
    return pictures[frames % pictures.length] ?? Buffer.of();
  };
  return {
    canaries: {
      marker,
      rows: await patchRows(card),
      hashes: await Promise.all([card, ...stills, ...others].map(hashPicture)),
      features,
      texts,
    },
    cardOf: (attempt) => plantBytes(card, marker, attempt),
    frameOf: (attempt) => plantBytes(nextOf(stills), marker, attempt),
    otherOf: (attempt) => plantBytes(nextOf(others), marker, attempt),
    plant: (jpeg, attempt) => plantBytes(jpeg, marker, attempt),
  };
}

async function read(file: string): Promise<Uint8Array> {
  return readFile(path.join(SAMPLES, file)).catch(() => {
    throw new ProofError('SAMPLES_MISSING');
  });
}

/** A name and a number that nobody has. */
function madeUpTexts(): readonly string[] {
  const letters = Array.from({ length: 10 }, () => String.fromCharCode(65 + randomInt(26)));
  const digits = Array.from({ length: 13 }, () => randomInt(10)).join('');
  return [`KANARI ${letters.join('')}`, `${digits.slice(0, 6)}-${digits.slice(6)}`];
}

/** Without subsampling, so that each block stands for itself. */
async function withPatch(
  image: Uint8Array,
  patch: Uint8Array,
  texts: readonly string[],
): Promise<Buffer> {
  const input = await sharp(patch, { raw: { width: PATCH, height: PATCH, channels: 3 } })
    .png()
    .toBuffer();
  return sharp(image)
    .composite([{ input, left: 0, top: 0 }])
    .withExif({ IFD0: { ImageDescription: texts.join(' '), Artist: texts[0] ?? '' } })
    .jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** The patch as it comes out of a decoder. */
async function patchRows(jpeg: Uint8Array): Promise<readonly Uint8Array[]> {
  const pixels = await sharp(jpeg)
    .extract({ left: 0, top: 0, width: PATCH, height: PATCH })
    .removeAlpha()
    .raw()
    .toBuffer();
  return Array.from({ length: PATCH }, (_, row) =>
    pixels.subarray(3 * PATCH * row, 3 * PATCH * (row + 1)),
  );
}

async function featuresOf(
  engine: Engine,
  image: Uint8Array,
  as: 'reference' | 'probe',
): Promise<Float32Array> {
  const extracted = await engine.extract(image, as);
  if (extracted.kind !== 'extracted') throw new ProofError('CANARY_UNUSABLE');
  return extracted.features.values;
}
