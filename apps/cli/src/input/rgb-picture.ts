/** Plain pixels of a frame: three bytes each, red first, row by row. */
export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
}

/** The picture at half its width and height, each pixel the mean of four. */
export function halve({ width, height, pixels }: RgbPicture): RgbPicture {
  const half = { width: Math.floor(width / 2), height: Math.floor(height / 2) };
  const smaller = new Uint8ClampedArray(half.width * half.height * 3);
  for (let y = 0; y < half.height; y += 1) {
    for (let x = 0; x < half.width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const from = (2 * y * width + 2 * x) * 3 + channel;
        const below = from + width * 3;
        const sum = pixels[from]! + pixels[from + 3]! + pixels[below]! + pixels[below + 3]!;
        smaller[(y * half.width + x) * 3 + channel] = sum / 4;
      }
    }
  }
  return { ...half, pixels: smaller };
}
