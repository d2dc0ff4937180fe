import sharp from 'sharp';

sharp.concurrency(1);
sharp.cache(false);

/**
 * Decodes an image for a peer that takes pixels only: upright, three channels of eight bits.
 *
 * @param {Uint8Array} bytes
 * @returns {Promise<{ data: Uint8Array, width: number, height: number }>}
 */
export async function decodePixels(bytes) {
  const { data, info } = await sharp(bytes)
    .rotate()
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
