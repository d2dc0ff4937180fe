/** Corners of triangles, three indices each. */
export type Triangles = Uint16Array;

interface Circle {
  readonly corners: readonly [number, number, number];
  readonly x: number;
  readonly y: number;
  readonly squaredRadius: number;
}

/**
 * Joins points of a plane to triangles such that no point lies within another triangle's circle
 * (Bowyer and Watson; quadratic, for hundreds of points).
 *
 * @param points - x and y in turn; no two the same
 */
export function triangulate(points: Float64Array): Triangles {
  const count = points.length / 2;
  const corners = withOuterTriangle(points);
  let circles: Circle[] = [circleOf(corners, count, count + 1, count + 2)];
  for (let index = 0; index < count; index += 1) {
    const x = corners[2 * index]!;
    const y = corners[2 * index + 1]!;
    const kept: Circle[] = [];
    const edges = new Map<number, readonly [number, number]>();
    for (const circle of circles) {
      if ((x - circle.x) ** 2 + (y - circle.y) ** 2 >= circle.squaredRadius) {
        kept.push(circle);
        continue;
      }
      const [a, b, c] = circle.corners;
      for (const [from, to] of [
        [a, b],
        [b, c],
        [c, a],
      ] as const) {
        // An edge of two opened triangles lies inside the hole.
        const key = Math.min(from, to) * (count + 3) + Math.max(from, to);
        if (!edges.delete(key)) edges.set(key, [from, to]);
      }
    }
    for (const [from, to] of edges.values()) kept.push(circleOf(corners, from, to, index));
    circles = kept;
  }
  return Uint16Array.from(
    circles.flatMap((circle) => (circle.corners.every((c) => c < count) ? circle.corners : [])),
  );
}

function withOuterTriangle(points: Float64Array): Float64Array {
  let reach = 1;
  for (const value of points) reach = Math.max(reach, Math.abs(value));
  const corners = new Float64Array(points.length + 6);
  corners.set(points);
  corners.set([-30 * reach, -30 * reach, 30 * reach, -30 * reach, 0, 40 * reach], points.length);
  return corners;
}

function circleOf(points: Float64Array, a: number, b: number, c: number): Circle {
  const ax = points[2 * a]!;
  const ay = points[2 * a + 1]!;
  const bx = points[2 * b]! - ax;
  const by = points[2 * b + 1]! - ay;
  const cx = points[2 * c]! - ax;
  const cy = points[2 * c + 1]! - ay;
  const double = 2 * (bx * cy - by * cx);
  const b2 = bx * bx + by * by;
  const c2 = cx * cx + cy * cy;
  const x = (cy * b2 - by * c2) / double;
  const y = (bx * c2 - cx * b2) / double;
  // One direction for all, so that every triangle's front is the same side.
  const corners = double > 0 ? ([a, b, c] as const) : ([a, c, b] as const);
  return { corners, x: ax + x, y: ay + y, squaredRadius: x * x + y * y };
}
