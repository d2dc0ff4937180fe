import { alignedToPicture, type FivePoints } from '../alignment/five-points.ts';
import { apply } from '../alignment/similarity.ts';
import { sample } from '../alignment/warp.ts';
import type { Pyramid } from '../image/raster.ts';

const ALIGNED_SIDE_PX = 112;

/** The middle of the aligned square is face in every pose that is admitted. */
const MARGIN_PX = 21;
const SIDE_PX = ALIGNED_SIDE_PX - 2 * MARGIN_PX;

/**
 * Measures fine detail against contrast: the variance of the second difference, across or down, whichever
 * is less, by the variance of the values.
 *
 * The lesser of the two, because a shaken camera blurs in one direction only. At the size that recognition
 * sees, so that detail which recognition cannot use does not count, and a small face that had to be
 * enlarged shows its lack of it.
 *
 * Personal data: reads pixels of a face; returns one number.
 */
export function measureSharpness(pyramid: Pyramid, points: FivePoints): number {
  const toPicture = alignedToPicture(points, ALIGNED_SIDE_PX);
  const corner = apply(toPicture, { x: MARGIN_PX, y: MARGIN_PX });
  const side = { width: SIDE_PX, height: SIDE_PX };
  const pixels = sample(pyramid, { ...toPicture, tx: corner.x, ty: corner.y }, side);
  const across = new Spread();
  const down = new Spread();
  const contrast = new Spread();
  const row = 3 * SIDE_PX;
  for (let y = 1; y < SIDE_PX - 1; y += 1) {
    for (let x = 1; x < SIDE_PX - 1; x += 1) {
      // Green carries most of the luminance.
      const at = y * row + 3 * x + 1;
      const value = pixels[at]!;
      across.add(pixels[at - 3]! + pixels[at + 3]! - 2 * value);
      down.add(pixels[at - row]! + pixels[at + row]! - 2 * value);
      contrast.add(value);
    }
  }
  return Math.min(across.variance(), down.variance()) / Math.max(1, contrast.variance());
}

class Spread {
  #sum = 0;
  #squares = 0;
  #count = 0;

  add(value: number): void {
    this.#sum += value;
    this.#squares += value * value;
    this.#count += 1;
  }

  variance(): number {
    return this.#squares / this.#count - (this.#sum / this.#count) ** 2;
  }
}
