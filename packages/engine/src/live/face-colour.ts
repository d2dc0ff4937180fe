import {
  fivePointsOf,
  pointOf,
  rollOf,
  squareAround,
  type FaceMesh,
} from '../alignment/face-mesh.ts';
import { eyeDistancePx } from '../alignment/five-points.ts';
import { regionToPicture } from '../alignment/region.ts';
import { apply, invert, scaleOf } from '../alignment/similarity.ts';
import { sample } from '../alignment/warp.ts';
import { linearLight } from '../image/linear-light.ts';
import { baseOf, type Pyramid } from '../image/raster.ts';
import { FACE_OVAL } from '../quality/face-light.ts';
import { fillPolygon } from '../quality/polygon.ts';

/** Mean red, green and blue in linear light, 0…1. */
export type LinearColour = readonly [number, number, number];

/** The light that comes back from a face, and from what is behind it. */
export interface FaceColours {
  readonly skin: LinearColour;
  /** `undefined` when the face fills the picture. */
  readonly behind: LinearColour | undefined;
}

const SIDE_PX = 72;
/** The square that is looked at, in sides of the square around the landmarks. */
const SIDE_PER_FACE = 2.4;
/** Forehead and both cheeks: skin, whatever the hair and the mouth do. */
const SKIN_LANDMARKS = [151, 50, 280, 205, 425];
const SKIN_RADIUS_PER_EYE_DISTANCE = 0.2;
/** How much larger than the face the head is taken to be, hair and ears included. */
const HEAD_WIDE = 1.75;
const HEAD_HIGH = 1.75;
/** Brighter than this a pixel may be clipped and says nothing of a colour. */
const CLIPPED_FROM = 250;
const LEAST_PIXELS = 40;

/**
 * Reads the mean colours of skin and background.
 *
 * Personal data: reads pixels of a face; returns two colours.
 */
export function readFaceColours(pyramid: Pyramid, mesh: FaceMesh): FaceColours | undefined {
  const angle = rollOf(mesh);
  const { centre, side } = squareAround(mesh, angle);
  const toPicture = regionToPicture(
    { centre, side: side * SIDE_PER_FACE, angle },
    SIDE_PX,
    SIDE_PX,
  );
  const toCrop = invert(toPicture);
  const rgb = sample(pyramid, toPicture, { width: SIDE_PX, height: SIDE_PX });
  const skin = meanLinear(rgb, skinMask(mesh, toCrop, scaleOf(toPicture)));
  if (skin === undefined) return undefined;
  return { skin, behind: meanLinear(rgb, behindMask(pyramid, mesh, toPicture)) };
}

function skinMask(
  mesh: FaceMesh,
  toCrop: Parameters<typeof apply>[0],
  perCropPx: number,
): Uint8Array {
  const mask = new Uint8Array(SIDE_PX * SIDE_PX);
  const radius = (SKIN_RADIUS_PER_EYE_DISTANCE * eyeDistancePx(fivePointsOf(mesh))) / perCropPx;
  for (const index of SKIN_LANDMARKS) {
    const { x, y } = apply(toCrop, pointOf(mesh, index));
    for (let row = Math.ceil(y - radius); row <= y + radius; row += 1) {
      for (let column = Math.ceil(x - radius); column <= x + radius; column += 1) {
        if (row < 0 || column < 0 || row >= SIDE_PX || column >= SIDE_PX) continue;
        if (Math.hypot(column - x, row - y) <= radius) mask[row * SIDE_PX + column] = 1;
      }
    }
  }
  return mask;
}

/** Beside and above the head, in the picture. */
function behindMask(
  pyramid: Pyramid,
  mesh: FaceMesh,
  toPicture: Parameters<typeof apply>[0],
): Uint8Array {
  const toCrop = invert(toPicture);
  const oval = FACE_OVAL.map((index) => apply(toCrop, pointOf(mesh, index)));
  const middle = { x: 0, y: 0 };
  for (const { x, y } of oval) {
    middle.x += x / oval.length;
    middle.y += y / oval.length;
  }
  const head = fillPolygon(
    oval.map(({ x, y }) => ({
      x: middle.x + (x - middle.x) * HEAD_WIDE,
      y: middle.y + (y - middle.y) * HEAD_HIGH,
    })),
    SIDE_PX,
    SIDE_PX,
  );
  const chinRow = Math.max(...oval.map(({ y }) => y));
  const { width, height } = baseOf(pyramid);
  const mask = new Uint8Array(SIDE_PX * SIDE_PX);
  for (let y = 0; y < Math.min(SIDE_PX, chinRow); y += 1) {
    for (let x = 0; x < SIDE_PX; x += 1) {
      const seen = apply(toPicture, { x, y });
      const isInside = seen.x >= 0 && seen.y >= 0 && seen.x < width && seen.y < height;
      if (isInside && head[y * SIDE_PX + x] === 0) mask[y * SIDE_PX + x] = 1;
    }
  }
  return mask;
}

const LINEAR = Float32Array.from({ length: 256 }, (_, value) => linearLight(value));

function meanLinear(rgb: Float32Array, mask: Uint8Array): LinearColour | undefined {
  let red = 0;
  let green = 0;
  let blue = 0;
  let count = 0;
  for (let at = 0; at < mask.length; at += 1) {
    if (mask[at] === 0) continue;
    const r = rgb[3 * at]!;
    const g = rgb[3 * at + 1]!;
    const b = rgb[3 * at + 2]!;
    if (r > CLIPPED_FROM || g > CLIPPED_FROM || b > CLIPPED_FROM) continue;
    red += LINEAR[Math.round(r)]!;
    green += LINEAR[Math.round(g)]!;
    blue += LINEAR[Math.round(b)]!;
    count += 1;
  }
  return count < LEAST_PIXELS ? undefined : [red / count, green / count, blue / count];
}
