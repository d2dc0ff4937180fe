import { mapByHomography, type Homography, type PointPair } from './homography.ts';
import { solveSquare } from './least-squares.ts';

/** Angles of the fold that are tried, over half a turn. */
const ANGLES = 18;
/** Powers of the distance from the fold that a bend may have; lower ones are a homography's own. */
const POWERS = [2, 3, 4] as const;
const FLAT_TERMS = 8;
const TERMS = FLAT_TERMS + 2 * POWERS.length;
const ROUNDS = 4;

/**
 * Returns what the motion of the best sheet leaves of the motion of points, point by point, in the unit of the points.
 *
 * A sheet of paper bends about one axis at a time: however it is bent, its depth depends on the distance from a straight
 * fold alone. So the motion of a sheet that was turned is a homography and, along one direction, a shift that depends on
 * that distance. A head has depth along both: the nose stands out from the cheeks, and from forehead and chin.
 *
 * Fitted are the homography's eight numbers anew and a polynomial in each coordinate, with the direction searched: fourteen
 * numbers, rather more than paper needs, so that what is left is rather too little than too much.
 *
 * Not verified: that what does not move as a sheet is a head, nor that the fold stayed where it was between the two views.
 *
 * @param flat - the homography of most of the points, from which to begin
 * @returns `undefined` for too few points to fit
 */
export function sheetResiduals(
  pairs: readonly PointPair[],
  flat: Homography,
): readonly number[] | undefined {
  if (2 * pairs.length <= 2 * TERMS) return undefined;
  const places = normalized(pairs);
  let best: { readonly residuals: readonly number[]; readonly middle: number } | undefined;
  const over = pairs.map(({ from, to }) => {
    const mapped = mapByHomography(flat, from);
    return { u: to.x - mapped.x, v: to.y - mapped.y };
  });
  for (let step = 0; step < ANGLES; step += 1) {
    const residuals = fitSheet(places, over, (Math.PI * step) / ANGLES);
    if (residuals === undefined) continue;
    const middle = medianOf(residuals);
    if (best === undefined || middle < best.middle) best = { residuals, middle };
  }
  if (best === undefined) return undefined;
  // Each fitted number takes some of the scatter away.
  const restored = Math.sqrt((2 * pairs.length) / (2 * pairs.length - TERMS));
  return best.residuals.map((residual) => residual * restored);
}

interface Place {
  readonly x: number;
  readonly y: number;
}

interface Shift {
  readonly u: number;
  readonly v: number;
}

function fitSheet(
  places: readonly Place[],
  over: readonly Shift[],
  angle: number,
): readonly number[] | undefined {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const rows = places.map(({ x, y }) => {
    const away = x * cos + y * sin;
    const bend = POWERS.map((power) => away ** power);
    const none = POWERS.map(() => 0);
    return {
      u: [1, x, y, 0, 0, 0, x * x, x * y, ...bend, ...none],
      v: [0, 0, 0, 1, x, y, x * y, y * y, ...none, ...bend],
    };
  });
  let weights = places.map(() => 1);
  let residuals: readonly number[] | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    const lines = Array.from({ length: TERMS }, () => new Float64Array(TERMS + 1));
    rows.forEach(({ u, v }, at) => {
      addRow(lines, u, over[at]!.u, weights[at]!);
      addRow(lines, v, over[at]!.v, weights[at]!);
    });
    const terms = solveSquare(lines);
    if (terms === undefined) return residuals;
    residuals = rows.map(({ u, v }, at) =>
      Math.hypot(over[at]!.u - product(u, terms), over[at]!.v - product(v, terms)),
    );
    const scale = Math.max(0.2, 2 * medianOf(residuals));
    weights = residuals.map((residual) => 1 / (1 + (residual / scale) ** 2));
  }
  return residuals;
}

/** Points about their middle, at a mean distance of one. */
function normalized(pairs: readonly PointPair[]): readonly Place[] {
  let x = 0;
  let y = 0;
  for (const { from } of pairs) {
    x += from.x / pairs.length;
    y += from.y / pairs.length;
  }
  let distance = 0;
  for (const { from } of pairs) distance += Math.hypot(from.x - x, from.y - y) / pairs.length;
  return pairs.map(({ from }) => ({ x: (from.x - x) / distance, y: (from.y - y) / distance }));
}

function addRow(
  lines: readonly Float64Array[],
  row: readonly number[],
  right: number,
  weight: number,
): void {
  row.forEach((term, i) => {
    if (term === 0) return;
    const line = lines[i]!;
    const scaled = weight * term;
    for (let j = 0; j < row.length; j += 1) line[j]! += scaled * row[j]!;
    line[row.length]! += scaled * right;
  });
}

function product(row: readonly number[], terms: readonly number[]): number {
  return row.reduce((sum, term, at) => sum + term * terms[at]!, 0);
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}
