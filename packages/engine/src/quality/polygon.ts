import type { Point } from '../alignment/similarity.ts';

/** Marks with 1 the pixels whose centres lie inside a polygon, row by row (even-odd rule). */
export function fillPolygon(corners: readonly Point[], width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const crossings: number[] = [];
    corners.forEach((from, index) => {
      const to = corners[(index + 1) % corners.length] as Point;
      if (from.y <= y === to.y <= y) return;
      crossings.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
    });
    crossings.sort((one, other) => one - other);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const start = Math.max(0, Math.ceil(crossings[pair]!));
      const end = Math.min(width - 1, Math.floor(crossings[pair + 1]!));
      if (end >= start) mask.fill(1, y * width + start, y * width + end + 1);
    }
  }
  return mask;
}
