import { pointOf, type FaceMesh } from '../alignment/face-mesh.ts';
import { regionToPicture, type Region } from '../alignment/region.ts';
import { apply, invert, type Point } from '../alignment/similarity.ts';
import { warp, type PixelInput } from '../alignment/warp.ts';
import { linearLight } from '../image/linear-light.ts';
import type { Pyramid } from '../image/raster.ts';
import type { FaceShape } from './face-shape.ts';
import { fillPolygon } from './polygon.ts';

/** What the pixels of and around a face say of light and colour. */
export interface FaceLight {
  readonly mean: number;
  readonly variance: number;
  readonly entropyBits: number;
  readonly shareOver: number;
  readonly shareUnder: number;
  readonly cheekOverlap: number;
  readonly skinDistance: number;
  /** `undefined` when no background is in the picture. */
  readonly backgroundGradient: number | undefined;
}

const SIDE_PX = 128;

/** The measured square is this many times as wide as the way from the eyes to the chin. */
const SIDE_PER_T = 3;

const CROP: PixelInput = {
  width: SIDE_PX,
  height: SIDE_PX,
  layout: 'nchw',
  colourOrder: 'rgb',
  mean: 0,
  divisor: 1,
};

/** The rim of the face mesh, clockwise from the forehead. */
export const FACE_OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148,
  176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

const LEFT_CHEEK = 50;
const RIGHT_CHEEK = 280;

/** Sides of the squares on the cheeks, in eye distances. */
const CHEEK_SIDE = 0.5;

/** Cheeks are a few hundred pixels here, too few for a bin per grey level. */
const CHEEK_BINS = 16;

/**
 * Measures light and colour on the face and evenness of what is behind it.
 *
 * Personal data: reads pixels of a face; returns sums over many of them.
 */
export function measureLight(pyramid: Pyramid, mesh: FaceMesh, shape: FaceShape): FaceLight {
  const toPicture = regionToPicture(lightRegion(shape), SIDE_PX, SIDE_PX);
  const toCrop = invert(toPicture);
  const planes = warp(pyramid, toPicture, CROP);
  const luminance = luminanceOf(planes);
  const inPicture = insideMask(pyramid, toPicture);
  const oval = FACE_OVAL.map((index) => apply(toCrop, pointOf(mesh, index)));
  const face = both(fillPolygon(oval, SIDE_PX, SIDE_PX), inPicture);
  const cheekSidePx =
    (CHEEK_SIDE * shape.eyeDistancePx * SIDE_PX) / (SIDE_PER_T * shape.eyesToChinPx);
  const cheeks = [LEFT_CHEEK, RIGHT_CHEEK].map((index) =>
    cheekHistogram(luminance, inPicture, apply(toCrop, pointOf(mesh, index)), cheekSidePx),
  );
  return {
    ...luminanceMeasures(luminance, face),
    cheekOverlap: overlapOf(cheeks[0] as Float64Array, cheeks[1] as Float64Array),
    skinDistance: distanceFromSkin(planes, face),
    backgroundGradient: backgroundGradient(luminance, backgroundMask(oval, inPicture)),
  };
}

/** The square around a face in which its light, and what is behind it, is measured. */
export function lightRegion({ eyesMiddle, eyesToChinPx, rollRadians }: FaceShape): Region {
  return { centre: eyesMiddle, side: SIDE_PER_T * eyesToChinPx, angle: rollRadians };
}

/** ITU-R BT.709 weights on gamma-coded values, 0…255. */
function luminanceOf(planes: Float32Array): Float32Array {
  const count = planes.length / 3;
  const luminance = new Float32Array(count);
  for (let index = 0; index < count; index += 1) {
    luminance[index] =
      0.2126 * planes[index]! +
      0.7152 * planes[index + count]! +
      0.0722 * planes[index + 2 * count]!;
  }
  return luminance;
}

function luminanceMeasures(
  luminance: Float32Array,
  face: Uint8Array,
): Pick<FaceLight, 'mean' | 'variance' | 'entropyBits' | 'shareOver' | 'shareUnder'> {
  const histogram = new Float64Array(256);
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < luminance.length; index += 1) {
    if (face[index] === 0) continue;
    const value = luminance[index]!;
    histogram[Math.min(255, Math.round(value))]! += 1;
    count += 1;
    sum += value / 255;
    squares += (value / 255) ** 2;
  }
  const mean = sum / count;
  let entropyBits = 0;
  let over = 0;
  let under = 0;
  histogram.forEach((pixels, value) => {
    if (pixels === 0) return;
    entropyBits -= (pixels / count) * Math.log2(pixels / count);
    if (value >= 247) over += pixels;
    if (value <= 25) under += pixels;
  });
  return {
    mean,
    variance: squares / count - mean * mean,
    entropyBits,
    shareOver: over / count,
    shareUnder: under / count,
  };
}

/** Counts what the picture shows of a cheek; beyond its edge there is nothing to count. */
function cheekHistogram(
  luminance: Float32Array,
  inPicture: Uint8Array,
  centre: Point,
  sidePx: number,
): Float64Array {
  const histogram = new Float64Array(CHEEK_BINS);
  const half = sidePx / 2;
  const top = Math.max(0, Math.round(centre.y - half));
  const bottom = Math.min(SIDE_PX - 1, Math.round(centre.y + half));
  const left = Math.max(0, Math.round(centre.x - half));
  const right = Math.min(SIDE_PX - 1, Math.round(centre.x + half));
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      const at = y * SIDE_PX + x;
      if (inPicture[at] === 0) continue;
      histogram[Math.min(CHEEK_BINS - 1, (luminance[at]! * CHEEK_BINS) >> 8)]! += 1;
    }
  }
  return histogram;
}

function overlapOf(one: Float64Array, other: Float64Array): number {
  const total = one.reduce((sum, value) => sum + value, 0);
  const otherTotal = other.reduce((sum, value) => sum + value, 0);
  let shared = 0;
  one.forEach((value, bin) => {
    shared += Math.min(value / total, other[bin]! / otherTotal);
  });
  return shared;
}

/** Skin colours of all tones lie in this range of CIELAB. */
const SKIN_A = { from: 5, to: 25 };
const SKIN_B = { from: 5, to: 35 };

function distanceFromSkin(planes: Float32Array, face: Uint8Array): number {
  const plane = planes.length / 3;
  let r = 0;
  let g = 0;
  let b = 0;
  let count = 0;
  for (let index = 0; index < plane; index += 1) {
    if (face[index] === 0) continue;
    r += planes[index]!;
    g += planes[index + plane]!;
    b += planes[index + 2 * plane]!;
    count += 1;
  }
  const lab = labOf(r / count, g / count, b / count);
  return Math.hypot(outside(lab.a, SKIN_A), outside(lab.b, SKIN_B));
}

function outside(value: number, { from, to }: { from: number; to: number }): number {
  return value < from ? from - value : value > to ? value - to : 0;
}

/** sRGB (IEC 61966-2-1) to CIELAB under D65; only the two colour axes. */
function labOf(r: number, g: number, b: number): { a: number; b: number } {
  const [lr, lg, lb] = [r, g, b].map(linearLight) as [number, number, number];
  const x = root((0.4124 * lr + 0.3576 * lg + 0.1805 * lb) / 0.9505);
  const y = root(0.2126 * lr + 0.7152 * lg + 0.0722 * lb);
  const z = root((0.0193 * lr + 0.1192 * lg + 0.9505 * lb) / 1.089);
  return { a: 500 * (x - y), b: 200 * (y - z) };
}

function root(value: number): number {
  return value > 216 / 24389 ? Math.cbrt(value) : (24389 / 27 / 116) * value + 16 / 116;
}

/** Away from hair, neck and shoulders: outside the oval enlarged, and above the chin. */
function backgroundMask(oval: readonly Point[], inPicture: Uint8Array): Uint8Array {
  const middle = { x: 0, y: 0 };
  for (const { x, y } of oval) {
    middle.x += x / oval.length;
    middle.y += y / oval.length;
  }
  const head = oval.map(({ x, y }) => ({
    x: middle.x + (x - middle.x) * 1.5,
    y: middle.y + (y - middle.y) * 1.6,
  }));
  const mask = fillPolygon(head, SIDE_PX, SIDE_PX);
  const chinRow = Math.max(...oval.map(({ y }) => y));
  for (let index = 0; index < mask.length; index += 1) {
    const above = index / SIDE_PX < chinRow;
    mask[index] = mask[index] === 0 && above && inPicture[index] === 1 ? 1 : 0;
  }
  return mask;
}

const LEAST_BACKGROUND_PX = 200;

function backgroundGradient(luminance: Float32Array, mask: Uint8Array): number | undefined {
  let sum = 0;
  let count = 0;
  for (let y = 1; y < SIDE_PX - 1; y += 1) {
    for (let x = 1; x < SIDE_PX - 1; x += 1) {
      const at = y * SIDE_PX + x;
      const surrounded =
        mask[at] === 1 &&
        mask[at - 1] === 1 &&
        mask[at + 1] === 1 &&
        mask[at - SIDE_PX] === 1 &&
        mask[at + SIDE_PX] === 1;
      if (!surrounded) continue;
      sum += sobel(luminance, at);
      count += 1;
    }
  }
  return count < LEAST_BACKGROUND_PX ? undefined : sum / count;
}

function sobel(v: Float32Array, at: number): number {
  const up = at - SIDE_PX;
  const down = at + SIDE_PX;
  const dx =
    v[up + 1]! + 2 * v[at + 1]! + v[down + 1]! - v[up - 1]! - 2 * v[at - 1]! - v[down - 1]!;
  const dy = v[down - 1]! + 2 * v[down]! + v[down + 1]! - v[up - 1]! - 2 * v[up]! - v[up + 1]!;
  return Math.hypot(dx, dy);
}

function insideMask(
  pyramid: Pyramid,
  toPicture: { a: number; b: number; tx: number; ty: number },
): Uint8Array {
  const { width, height } = pyramid.cut.picture;
  const mask = new Uint8Array(SIDE_PX * SIDE_PX);
  for (let y = 0; y < SIDE_PX; y += 1) {
    for (let x = 0; x < SIDE_PX; x += 1) {
      const sx = toPicture.a * x - toPicture.b * y + toPicture.tx;
      const sy = toPicture.b * x + toPicture.a * y + toPicture.ty;
      if (sx >= 0 && sy >= 0 && sx <= width - 1 && sy <= height - 1) mask[y * SIDE_PX + x] = 1;
    }
  }
  return mask;
}

function both(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((value, index) => value & other[index]!);
}
