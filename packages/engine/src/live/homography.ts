import type { Point } from '../alignment/similarity.ts';
import { solveSquare } from './least-squares.ts';

/** A plane seen from elsewhere: nine numbers, row by row. */
export type Homography = readonly number[];

export interface PointPair {
  readonly from: Point;
  readonly to: Point;
}

/**
 * The homography that takes the first points of pairs to the second ones with the least sum of squared algebraic
 * errors, weighted, points normalised first.
 *
 * @returns `undefined` for fewer than four pairs, or points that fix no homography
 * @see R. Hartley, A. Zisserman, “Multiple View Geometry”, 2nd edition, algorithm 4.2
 */
export function fitHomography(
  pairs: readonly PointPair[],
  weights: readonly number[] = pairs.map(() => 1),
): Homography | undefined {
  if (pairs.length < 4) return undefined;
  const from = normalisation(pairs.map((pair) => pair.from));
  const to = normalisation(pairs.map((pair) => pair.to));
  if (from === undefined || to === undefined) return undefined;

  // With the last number fixed to one, which the normalisation allows, eight unknowns by least squares.
  const normal = Array.from({ length: 8 }, () => new Float64Array(9));
  pairs.forEach((pair, index) => {
    const weight = weights[index] ?? 0;
    const x = (pair.from.x - from.x) * from.scale;
    const y = (pair.from.y - from.y) * from.scale;
    const u = (pair.to.x - to.x) * to.scale;
    const v = (pair.to.y - to.y) * to.scale;
    addRow(normal, [x, y, 1, 0, 0, 0, -u * x, -u * y], u, weight);
    addRow(normal, [0, 0, 0, x, y, 1, -v * x, -v * y], v, weight);
  });
  const h = solveSquare(normal);
  if (h === undefined) return undefined;
  const [a, b, c, d, e, f, g, i] = h as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return denormalised([a, b, c, d, e, f, g, i, 1], from, to);
}

export function mapByHomography(h: Homography, { x, y }: Point): Point {
  const w = h[6]! * x + h[7]! * y + h[8]!;
  return { x: (h[0]! * x + h[1]! * y + h[2]!) / w, y: (h[3]! * x + h[4]! * y + h[5]!) / w };
}

interface Normalisation {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

function normalisation(points: readonly Point[]): Normalisation | undefined {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point.x / points.length;
    y += point.y / points.length;
  }
  let distance = 0;
  for (const point of points) distance += Math.hypot(point.x - x, point.y - y) / points.length;
  return distance > 0 ? { x, y, scale: Math.SQRT2 / distance } : undefined;
}

function denormalised(h: Homography, from: Normalisation, to: Normalisation): Homography {
  // inverse(T_to) · h · T_from, multiplied out.
  const result: number[] = [];
  for (let row = 0; row < 3; row += 1) {
    const a = h[3 * row]! * from.scale;
    const b = h[3 * row + 1]! * from.scale;
    const c = h[3 * row + 2]! - a * from.x - b * from.y;
    result.push(a, b, c);
  }
  const last = [result[6]!, result[7]!, result[8]!];
  for (let column = 0; column < 3; column += 1) {
    result[column] = result[column]! / to.scale + to.x * last[column]!;
    result[3 + column] = result[3 + column]! / to.scale + to.y * last[column]!;
  }
  return result;
}

function addRow(
  normal: Float64Array[],
  row: readonly number[],
  right: number,
  weight: number,
): void {
  for (let i = 0; i < 8; i += 1) {
    const line = normal[i]!;
    const scaled = weight * row[i]!;
    for (let j = 0; j < 8; j += 1) line[j]! += scaled * row[j]!;
    line[8]! += scaled * right;
  }
}
