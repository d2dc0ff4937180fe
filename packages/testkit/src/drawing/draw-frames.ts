import sharp from 'sharp';
import { between, seededRandom, type Random } from '@bonin/simulated-person';
import { crop, type Share } from './crop.ts';

const FRAME = { width: 640, height: 480 };

/**
 * Makes camera frames out of still pictures by small motions, changes of light and sensor noise.
 *
 * They are no bona fide presentation: nothing here turns, blinks or breathes. They exercise the path of
 * a frame, not attack detection.
 *
 * @param options.stills - pictures, used in turn
 * @param options.share - the part of each still that the drawn camera sees
 * @returns JPEGs, 640×480
 */
export async function drawFrames(options: {
  readonly stills: readonly Uint8Array[];
  readonly count: number;
  readonly share?: Share;
  readonly seed?: number;
}): Promise<readonly Uint8Array[]> {
  const { stills, count, share = { left: 0, top: 0, width: 1, height: 1 }, seed = 1 } = options;
  const random = seededRandom(seed);
  const frames: Uint8Array[] = [];
  for (let index = 0; index < count; index += 1) {
    const still = stills[index % stills.length];
    if (still === undefined) break;
    frames.push(await drawFrame(still, wobble(share, random), random));
  }
  return frames;
}

function wobble(share: Share, random: Random): Share {
  const reach = 0.01;
  const left = clamp(share.left + between(random, -reach, reach), 0, 1 - share.width);
  const top = clamp(share.top + between(random, -reach, reach), 0, 1 - share.height);
  return { left, top, width: share.width, height: share.height };
}

async function drawFrame(still: Uint8Array, share: Share, random: Random): Promise<Uint8Array> {
  const seen = await crop(still, share, FRAME);
  const lit = sharp(seen).modulate({ brightness: between(random, 0.96, 1.04) });
  const { data, info } = await lit.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  for (let i = 0; i < data.length; i += 1) {
    data[i] = clamp(data[i]! + between(random, -3, 3), 0, 255);
  }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
