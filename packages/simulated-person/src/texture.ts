import { LINEAR_OF_BYTE } from './numbers.ts';
import type { RgbPicture } from './presentation.ts';

/** Colours in linear light with how much of each there is, four numbers a pixel: red, green, blue, alpha. */
export interface Texture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Float32Array;
}

/**
 * Brings a picture to linear light, shrunk by averaging when it is larger than it will be seen.
 *
 * @param perPixel - pixels of the picture to one of the texture; under 1 it stays as it is
 */
export function textureOf({ width, height, pixels }: RgbPicture, perPixel = 1): Texture {
  const step = Math.max(1, perPixel);
  const columns = Math.max(2, Math.round(width / step));
  const rows = Math.max(2, Math.round(height / step));
  const rgba = new Float32Array(columns * rows * 4);
  for (let row = 0, to = 0; row < rows; row += 1) {
    const top = Math.floor((row * height) / rows);
    const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / rows));
    for (let column = 0; column < columns; column += 1, to += 4) {
      const left = Math.floor((column * width) / columns);
      const right = Math.max(left + 1, Math.floor(((column + 1) * width) / columns));
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let y = top; y < bottom; y += 1) {
        for (let at = 3 * (y * width + left); at < 3 * (y * width + right); at += 3) {
          red += LINEAR_OF_BYTE[pixels[at]!]!;
          green += LINEAR_OF_BYTE[pixels[at + 1]!]!;
          blue += LINEAR_OF_BYTE[pixels[at + 2]!]!;
        }
      }
      const count = (bottom - top) * (right - left);
      rgba[to] = red / count;
      rgba[to + 1] = green / count;
      rgba[to + 2] = blue / count;
      rgba[to + 3] = 1;
    }
  }
  return { width: columns, height: rows, rgba };
}
