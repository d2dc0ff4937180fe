import sharp, { type Sharp } from 'sharp';

/** Upright pixels, three bytes each (red, green, blue), row by row. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Decodes an encoded image upright into three channels.
 *
 * Personal data: the pixels of a face may be among them; the caller drops them.
 */
export async function decodeRgb(bytes: Uint8Array): Promise<RgbImage> {
  const { data, info } = await sharp(bytes)
    .rotate()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** Encodes pixels as a baseline JPEG with halved colour resolution, as card scans have. */
export async function encodeJpeg(image: RgbImage, quality: number): Promise<Uint8Array> {
  return pipeline(image).jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer();
}

/** Encodes pixels without loss. */
export async function encodePng(image: RgbImage): Promise<Uint8Array> {
  return pipeline(image).png({ compressionLevel: 1 }).toBuffer();
}

/** Resizes to a width in pixels, keeping the proportions. */
export async function resizeTo(image: RgbImage, width: number): Promise<RgbImage> {
  const target = Math.max(16, Math.round(width));
  const { data, info } = await pipeline(image)
    .resize({ width: target, kernel: 'lanczos3' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** Softens with a Gaussian of the given sigma in pixels. */
export async function soften(image: RgbImage, sigma: number): Promise<RgbImage> {
  const data = await pipeline(image).blur(Math.max(0.3, sigma)).raw().toBuffer();
  return { ...image, data };
}

/** Red, green and blue of one pixel, to be changed in place. */
export type Pixel = [red: number, green: number, blue: number];

/** Draws a new image of the same size, pixel by pixel; values are rounded and clamped to a byte. */
export function redraw(
  image: RgbImage,
  pixelAt: (red: number, green: number, blue: number, x: number, y: number) => readonly number[],
): RgbImage {
  return changePixels(image, (pixel, x, y) => {
    const drawn = pixelAt(pixel[0], pixel[1], pixel[2], x, y);
    for (let channel = 0; channel < 3; channel++) pixel[channel] = drawn[channel] ?? 0;
  });
}

/**
 * The same as {@link redraw} for drawings that must be quick: the pixel is changed in place.
 *
 * One pixel is lent to every call: images have a million of them.
 */
export function changePixels(
  image: RgbImage,
  changePixel: (pixel: Pixel, x: number, y: number) => void,
): RgbImage {
  const data = new Uint8ClampedArray(image.data.length);
  const pixel: Pixel = [0, 0, 0];
  for (let y = 0, offset = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++, offset += 3) {
      pixel[0] = image.data[offset]!;
      pixel[1] = image.data[offset + 1]!;
      pixel[2] = image.data[offset + 2]!;
      changePixel(pixel, x, y);
      data[offset] = pixel[0];
      data[offset + 1] = pixel[1];
      data[offset + 2] = pixel[2];
    }
  }
  return { ...image, data: new Uint8Array(data.buffer) };
}

function pipeline(image: RgbImage): Sharp {
  return sharp(image.data, {
    raw: { width: image.width, height: image.height, channels: 3 },
  });
}
