import { levelOf, type Pyramid, type Raster } from '../image/raster.ts';
import { scaleOf, type Similarity } from './similarity.ts';

/** How a network wants its pixels. */
export interface PixelInput {
  readonly width: number;
  readonly height: number;
  readonly layout: 'nchw' | 'nhwc';
  readonly colourOrder: 'rgb' | 'bgr';
  /** A channel value v in 0…255 goes in as (v − mean) / divisor. */
  readonly mean: number;
  readonly divisor: number;
}

/** Over this many source pixels to one, a pixel is the mean of four samples. */
const FOUR_SAMPLES_FROM = 1.3;

/**
 * Fills a network input with the part of a picture that `toPicture` points to.
 *
 * Bilinear when enlarging; when shrinking, an area average through the picture's halves. Whatever lies
 * outside the picture is black.
 *
 * Personal data: copies pixels of a face into a network input.
 */
export function warp(pyramid: Pyramid, toPicture: Similarity, input: PixelInput): Float32Array {
  return pack(sample(pyramid, toPicture, input), input);
}

/** Red, green and blue of a part of a picture, interleaved, 0…255, not yet as any network wants them. */
export function sample(
  pyramid: Pyramid,
  toPicture: Similarity,
  { width, height }: { readonly width: number; readonly height: number },
): Float32Array {
  const shrink = scaleOf(toPicture);
  const wanted = shrink >= 2 ? Math.floor(Math.log2(shrink)) : 0;
  const { raster, depth } = levelOf(pyramid, wanted);
  const unit = 2 ** depth;
  // From input pixels to pixels of the chosen half, whose centres lie between those of the full size.
  const toLevel: Similarity = {
    a: toPicture.a / unit,
    b: toPicture.b / unit,
    tx: (toPicture.tx + 0.5 - pyramid.cut.left) / unit - 0.5,
    ty: (toPicture.ty + 0.5 - pyramid.cut.top) / unit - 0.5,
  };
  const offsets = shrink / unit > FOUR_SAMPLES_FROM ? [-0.25, 0.25] : [0];
  const sums = new Float32Array(width * height * 3);
  for (const dy of offsets) {
    for (const dx of offsets) addSamples(raster, toLevel, { width, height, dx, dy }, sums);
  }
  if (offsets.length > 1) {
    const share = 1 / offsets.length ** 2;
    for (let index = 0; index < sums.length; index += 1) sums[index]! *= share;
  }
  return sums;
}

/** Adds to each pixel's red, green and blue what the raster shows there, beside the pixel's centre. */
function addSamples(
  { pixels, width: sourceWidth, height: sourceHeight }: Raster,
  { a, b, tx, ty }: Similarity,
  grid: {
    readonly width: number;
    readonly height: number;
    readonly dx: number;
    readonly dy: number;
  },
  sums: Float32Array,
): void {
  const { width, height, dx, dy } = grid;
  const stride = sourceWidth * 3;
  const lastX = sourceWidth - 1;
  const lastY = sourceHeight - 1;
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    let px = a * dx - b * (y + dy) + tx;
    let py = b * dx + a * (y + dy) + ty;
    for (let x = 0; x < width; x += 1, to += 3, px += a, py += b) {
      if (px < -0.5 || py < -0.5 || px > lastX + 0.5 || py > lastY + 0.5) continue;
      const sx = px < 0 ? 0 : px > lastX ? lastX : px;
      const sy = py < 0 ? 0 : py > lastY ? lastY : py;
      const x0 = sx | 0;
      const y0 = sy | 0;
      const at = y0 * stride + x0 * 3;
      const right = at + (x0 < lastX ? 3 : 0);
      const below = at + (y0 < lastY ? stride : 0);
      const across = below + right - at;
      const fx = sx - x0;
      const fy = sy - y0;
      const w11 = fx * fy;
      const w01 = fy - w11;
      const w10 = fx - w11;
      const w00 = 1 - fx - w01;
      sums[to]! +=
        pixels[at]! * w00 + pixels[right]! * w10 + pixels[below]! * w01 + pixels[across]! * w11;
      sums[to + 1]! +=
        pixels[at + 1]! * w00 +
        pixels[right + 1]! * w10 +
        pixels[below + 1]! * w01 +
        pixels[across + 1]! * w11;
      sums[to + 2]! +=
        pixels[at + 2]! * w00 +
        pixels[right + 2]! * w10 +
        pixels[below + 2]! * w01 +
        pixels[across + 2]! * w11;
    }
  }
}

/** Orders and scales sampled pixels as a network wants them. */
export function pack(sampled: Float32Array, input: PixelInput): Float32Array {
  const count = input.width * input.height;
  const planes = input.layout === 'nchw';
  const pixelStride = planes ? 1 : 3;
  const channelStride = planes ? count : 1;
  const red = input.colourOrder === 'rgb' ? 0 : 2 * channelStride;
  const blue = 2 * channelStride - red;
  const weight = 1 / input.divisor;
  const offset = -input.mean / input.divisor;
  const packed = new Float32Array(3 * count);
  for (let pixel = 0; pixel < count; pixel += 1) {
    const to = pixel * pixelStride;
    packed[to + red] = sampled[3 * pixel]! * weight + offset;
    packed[to + channelStride] = sampled[3 * pixel + 1]! * weight + offset;
    packed[to + blue] = sampled[3 * pixel + 2]! * weight + offset;
  }
  return packed;
}
