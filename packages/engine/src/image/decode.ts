import sharp, { type OutputInfo } from 'sharp';
import { EngineError } from '../engine-error.ts';
import { readImageHeader } from './image-header.ts';
import { endOfJpeg } from './jpeg-end.ts';
import type { Raster } from './raster.ts';

/** Decoding serves one attempt in a process of its own: no second thread, nothing kept between images. */
sharp.concurrency(1);
sharp.cache(false);

export interface DecodeLimits {
  readonly maxBytes: number;
  readonly maxPixels: number;
  /** Pictures are shrunk to this longest side while they are decoded. */
  readonly longestSidePx: number;
}

const DEFAULT_MAX_BYTES = 12_000_000;
const DEFAULT_MAX_PIXELS = 40_000_000;

/** A card is photographed with a small portrait on it, so more of its pixels are kept. */
export const CARD_LIMITS: DecodeLimits = {
  maxBytes: DEFAULT_MAX_BYTES,
  maxPixels: DEFAULT_MAX_PIXELS,
  longestSidePx: 1600,
};

export const FRAME_LIMITS: DecodeLimits = {
  maxBytes: DEFAULT_MAX_BYTES,
  maxPixels: DEFAULT_MAX_PIXELS,
  longestSidePx: 960,
};

/** Under this no face could be measured. */
const SMALLEST_SIDE_PX = 32;

/**
 * Decodes a JPEG, PNG or WebP still image into plain sRGB pixels.
 *
 * The orientation tag is applied and then dropped with all other metadata. A picture that ends early is
 * refused rather than filled up with grey. Transparency is laid over white.
 *
 * Verified so far: nothing; the bytes come from a stranger.
 * Personal data: turns the bytes of a face into pixels; keeps neither.
 *
 * @throws {EngineError} an `IMAGE_…` code; sizes are checked before any pixel is decoded
 */
export async function decodeImage(bytes: Uint8Array, limits: DecodeLimits): Promise<Raster> {
  if (bytes.byteLength > limits.maxBytes) {
    throw new EngineError('IMAGE_TOO_LARGE', { maxBytes: limits.maxBytes });
  }
  const header = readImageHeader(bytes);
  if (header.animated) throw new EngineError('IMAGE_ANIMATED');
  if (header.width * header.height > limits.maxPixels) {
    throw new EngineError('IMAGE_TOO_MANY_PIXELS', { maxPixels: limits.maxPixels });
  }
  if (Math.min(header.width, header.height) < SMALLEST_SIDE_PX) {
    throw new EngineError('IMAGE_TOO_SMALL', { smallestSidePx: SMALLEST_SIDE_PX });
  }
  const end = header.format === 'jpeg' ? endOfJpeg(bytes) : bytes.length;
  if (end === undefined) throw new EngineError('IMAGE_UNREADABLE');

  const picture = bytes.subarray(0, end);
  const { data, info } = await readPixels(picture, header.width, header.height, limits);
  if (info.channels !== 3) throw new EngineError('IMAGE_UNREADABLE');
  // A plain array, as the halves are: loops that meet two kinds of arrays run slower.
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { width: info.width, height: info.height, pixels };
}

async function readPixels(
  bytes: Uint8Array,
  width: number,
  height: number,
  limits: DecodeLimits,
): Promise<{ data: Uint8Array; info: OutputInfo }> {
  try {
    const image = sharp(bytes, {
      // Short of the rows that its header promises, the decoder only warns and fills up with grey.
      failOn: 'warning',
      limitInputPixels: limits.maxPixels,
      autoOrient: true,
      pages: 1,
    });
    if (Math.max(width, height) > limits.longestSidePx) {
      const side = limits.longestSidePx;
      image.resize(side, side, { fit: 'inside', withoutEnlargement: true });
    }
    return await image
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
  } catch {
    // The library's message can quote the file; only the code goes on.
    throw new EngineError('IMAGE_UNREADABLE');
  }
}
