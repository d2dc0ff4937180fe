/** A point in pixels; pixel centres lie on whole numbers, x to the right, y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * A turn, a scaling and a shift: x' = a·x − b·y + tx, y' = b·x + a·y + ty.
 *
 * No shear and no mirror, so a face keeps its proportions.
 */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * Finds the similarity that takes `from` to `to` with the least sum of squared distances.
 *
 * @see S. Umeyama, 1991: the case of two dimensions without reflection, in closed form
 * @throws {RangeError} when the points are fewer than two or all in one place
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  if (from.length < 2 || from.length !== to.length) {
    throw new RangeError('a similarity needs two or more pairs of points');
  }
  const fromMean = meanOf(from);
  const toMean = meanOf(to);
  let dot = 0;
  let cross = 0;
  let spread = 0;
  from.forEach((point, index) => {
    const target = to[index] as Point;
    const fx = point.x - fromMean.x;
    const fy = point.y - fromMean.y;
    const gx = target.x - toMean.x;
    const gy = target.y - toMean.y;
    dot += fx * gx + fy * gy;
    cross += fx * gy - fy * gx;
    spread += fx * fx + fy * fy;
  });
  if (!(spread > 0)) throw new RangeError('a similarity needs points apart from each other');
  const a = dot / spread;
  const b = cross / spread;
  return {
    a,
    b,
    tx: toMean.x - (a * fromMean.x - b * fromMean.y),
    ty: toMean.y - (b * fromMean.x + a * fromMean.y),
  };
}

/** The similarity that takes every point back. */
export function invert({ a, b, tx, ty }: Similarity): Similarity {
  const square = a * a + b * b;
  const ia = a / square;
  const ib = -b / square;
  return { a: ia, b: ib, tx: -(ia * tx - ib * ty), ty: -(ib * tx + ia * ty) };
}

export function apply({ a, b, tx, ty }: Similarity, { x, y }: Point): Point {
  return { x: a * x - b * y + tx, y: b * x + a * y + ty };
}

/** How many times longer a length becomes. */
export function scaleOf({ a, b }: Similarity): number {
  return Math.hypot(a, b);
}

export function meanOf(points: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point.x;
    y += point.y;
  }
  return { x: x / points.length, y: y / points.length };
}
