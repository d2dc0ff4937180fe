import type { Point } from '../alignment/similarity.ts';

/** A picture of one channel. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Half the side of the patch that is looked for. */
const RADIUS = 6;
const ITERATIONS = 12;
/** A step smaller than this, in pixels, ends the search. */
const SETTLED_PX = 0.02;
/** Under this a patch has no corner: it could lie anywhere along an edge. */
const LEAST_EIGENVALUE = 1.5;

/**
 * Points that can be found again: local maxima of the smaller eigenvalue of the structure tensor, at least `apartPx`
 * from each other, the strongest first.
 *
 * @see J. Shi, C. Tomasi, “Good Features to Track”, 1994
 */
export function findCorners(
  picture: GreyPicture,
  {
    inside,
    apartPx,
    most,
  }: { readonly inside: Uint8Array; readonly apartPx: number; readonly most: number },
): Point[] {
  const { width, height } = picture;
  const found: { readonly point: Point; readonly strength: number }[] = [];
  const margin = RADIUS + 2;
  for (let y = margin; y < height - margin; y += 2) {
    for (let x = margin; x < width - margin; x += 2) {
      if (inside[y * width + x] === 0) continue;
      const strength = smallerEigenvalue(picture, x, y);
      if (strength >= LEAST_EIGENVALUE) found.push({ point: { x, y }, strength });
    }
  }
  found.sort((one, other) => other.strength - one.strength);
  const chosen: Point[] = [];
  for (const { point } of found) {
    if (chosen.length >= most) break;
    if (chosen.every(({ x, y }) => Math.hypot(x - point.x, y - point.y) >= apartPx)) {
      chosen.push(point);
    }
  }
  return chosen;
}

function smallerEigenvalue({ values, width }: GreyPicture, x: number, y: number): number {
  let xx = 0;
  let xy = 0;
  let yy = 0;
  const radius = 4;
  for (let dy = -radius; dy <= radius; dy += 1) {
    for (let dx = -radius; dx <= radius; dx += 1) {
      const at = (y + dy) * width + x + dx;
      const gx = (values[at + 1]! - values[at - 1]!) / 2;
      const gy = (values[at + width]! - values[at - width]!) / 2;
      xx += gx * gx;
      xy += gx * gy;
      yy += gy * gy;
    }
  }
  const count = (2 * radius + 1) ** 2;
  const half = (xx + yy) / 2;
  return (half - Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy)) / count;
}

/**
 * Finds a patch of one picture again in another, from a guess on.
 *
 * Brightness and contrast of the patch may differ: both are normalised.
 *
 * @returns `undefined` when it leaves the picture or the search does not settle
 * @see B. D. Lucas, T. Kanade, 1981, in the inverse compositional form
 */
export function findAgain(
  from: GreyPicture,
  to: GreyPicture,
  point: Point,
  guess: Point,
): Point | undefined {
  const patch = readPatch(from, point);
  if (patch === undefined) return undefined;
  const { values, gradientX, gradientY, xx, xy, yy } = patch;
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 1e-6)) return undefined;
  let x = guess.x;
  let y = guess.y;
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const seen = readValues(to, x, y);
    if (seen === undefined) return undefined;
    let ex = 0;
    let ey = 0;
    for (let at = 0; at < values.length; at += 1) {
      const error = seen[at]! - values[at]!;
      ex += error * gradientX[at]!;
      ey += error * gradientY[at]!;
    }
    const stepX = (yy * ex - xy * ey) / determinant;
    const stepY = (xx * ey - xy * ex) / determinant;
    x -= stepX;
    y -= stepY;
    if (Math.hypot(x - guess.x, y - guess.y) > 3 * RADIUS) return undefined;
    if (Math.hypot(stepX, stepY) < SETTLED_PX) return { x, y };
  }
  return undefined;
}

const SIDE = 2 * RADIUS + 1;
/** Grey levels; with less there is only noise. */
const LEAST_SPREAD = 0.5;

/** The patch around a place, with its mean taken off and divided by its spread; `undefined` where there is none. */
function readValues(picture: GreyPicture, cx: number, cy: number): Float32Array | undefined {
  const patch = readRaw(picture, cx, cy);
  return patch && normalized(patch)?.values;
}

function readPatch(picture: GreyPicture, { x, y }: Point) {
  const middle = readRaw(picture, x, y);
  const right = readRaw(picture, x + 0.5, y);
  const left = readRaw(picture, x - 0.5, y);
  const below = readRaw(picture, x, y + 0.5);
  const above = readRaw(picture, x, y - 0.5);
  if (middle === undefined || right === undefined || left === undefined) return undefined;
  if (below === undefined || above === undefined) return undefined;
  const patch = normalized(middle);
  if (patch === undefined) return undefined;
  const { values, spread } = patch;
  const gradientX = new Float32Array(values.length);
  const gradientY = new Float32Array(values.length);
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let at = 0; at < values.length; at += 1) {
    const gx = (right[at]! - left[at]!) / spread;
    const gy = (below[at]! - above[at]!) / spread;
    gradientX[at] = gx;
    gradientY[at] = gy;
    xx += gx * gx;
    xy += gx * gy;
    yy += gy * gy;
  }
  return { values, gradientX, gradientY, xx, xy, yy };
}

function readRaw(picture: GreyPicture, cx: number, cy: number): Float32Array | undefined {
  const { width, height, values } = picture;
  if (!(cx >= RADIUS && cy >= RADIUS && cx < width - RADIUS - 1 && cy < height - RADIUS - 1)) {
    return undefined;
  }
  const patch = new Float32Array(SIDE * SIDE);
  const left = Math.floor(cx);
  const top = Math.floor(cy);
  const fx = cx - left;
  const fy = cy - top;
  let to = 0;
  for (let dy = -RADIUS; dy <= RADIUS; dy += 1) {
    let at = (top + dy) * width + left - RADIUS;
    for (let dx = -RADIUS; dx <= RADIUS; dx += 1, at += 1, to += 1) {
      const upper = values[at]! + fx * (values[at + 1]! - values[at]!);
      const lower = values[at + width]! + fx * (values[at + width + 1]! - values[at + width]!);
      patch[to] = upper + fy * (lower - upper);
    }
  }
  return patch;
}

/** Brightness and contrast taken out; `undefined` for a patch in which there is nothing. */
function normalized(
  patch: Float32Array,
): { readonly values: Float32Array; readonly spread: number } | undefined {
  let sum = 0;
  let squares = 0;
  for (const value of patch) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / patch.length;
  const spread = Math.sqrt(Math.max(0, squares / patch.length - mean * mean));
  if (!(spread > LEAST_SPREAD)) return undefined;
  return { values: patch.map((value) => (value - mean) / spread), spread };
}
