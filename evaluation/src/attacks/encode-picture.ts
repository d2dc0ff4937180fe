import type { RgbPicture } from '@bonin/simulated-person';
import sharp from 'sharp';

/** As the page encodes what it sends. */
const PAGE_QUALITY = 85;

export async function encodePicture(
  { width, height, pixels }: RgbPicture,
  quality = PAGE_QUALITY,
): Promise<Uint8Array> {
  // Nobody keeps these files: time matters, their size does not.
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, optimiseCoding: false })
    .toBuffer();
}
