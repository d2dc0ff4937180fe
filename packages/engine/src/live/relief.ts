import type { ReliefFindings } from '@bonin/core';
import {
  fivePointsOf,
  pointOf,
  rollOf,
  squareAround,
  type FaceMesh,
} from '../alignment/face-mesh.ts';
import { eyeDistancePx } from '../alignment/five-points.ts';
import { regionToPicture } from '../alignment/region.ts';
import { apply, invert, scaleOf, type Point, type Similarity } from '../alignment/similarity.ts';
import { sample } from '../alignment/warp.ts';
import type { Pyramid } from '../image/raster.ts';
import { FACE_OVAL } from '../quality/face-light.ts';
import { fillPolygon } from '../quality/polygon.ts';
import { fitHomography, mapByHomography, type Homography, type PointPair } from './homography.ts';
import { medianOf, sheetResiduals } from './sheet.ts';
import { findAgain, findCorners, type GreyPicture } from './lucas-kanade.ts';

/** A face in a picture, with its landmarks. */
export interface FaceView {
  readonly pyramid: Pyramid;
  readonly mesh: FaceMesh;
}

/**
 * How far a face that turned is from a picture that was turned, flat or bent: what one homography, and what the best bent
 * sheet, leave of the motion of texture points.
 */
export type ReliefResult =
  | {
      readonly kind: 'evaluated';
      /** What one homography leaves: the median over the points, in hundredths of the eye distance. */
      readonly medianResidual: number;
      /** What the best bent sheet leaves, in the same unit: the mean over the points that it fits worst. */
      readonly sheetResidual: number;
      readonly points: number;
    }
  | { readonly kind: 'not-evaluated'; readonly reason: 'too-few-points' };

const SIDE_PX = 224;
/** The square that is looked at, in sides of the square around the landmarks. */
const SIDE_PER_FACE = 1.25;
const POINTS_MOST = 90;
const POINTS_APART_PX = 7;
/** Fewer points fit any homography too well. */
const POINTS_LEAST = 24;
/** A point that comes back elsewhere, when it is looked for from the second picture, was lost. */
const RETURNS_WITHIN_PX = 0.7;
/**
 * Where a head's depth shows are the points that a sheet fits worst: nose, eyes, chin. The very worst are left out, which
 * were found again wrongly.
 */
const WORST_FROM = 0.7;
const WORST_TO = 0.95;

/**
 * Measures how little the motion between two views of one face is that of a flat thing.
 *
 * Points are corners of the skin's texture, found again by their pixels; the landmarks only say where to begin to look.
 * Their depth is never used: a network invents it on a photograph too.
 *
 * Not verified: that it is a head. A sheet that was creased, or bent about two axes, is neither flat nor a sheet here; nor
 * is a mask.
 * Personal data: reads pixels; returns measures of a motion.
 */
export function measureRelief(straight: FaceView, turned: FaceView): ReliefResult {
  const before = cropOf(straight);
  const after = cropOf(turned);
  const oval = FACE_OVAL.map((index) => apply(before.toCrop, pointOf(straight.mesh, index)));
  const corners = findCorners(before.picture, {
    inside: fillPolygon(oval, SIDE_PX, SIDE_PX),
    apartPx: POINTS_APART_PX,
    most: POINTS_MOST,
  });
  const guess = motionOfLandmarks(straight, turned, before.toCrop, after.toCrop);
  const pairs: PointPair[] = [];
  for (const from of corners) {
    const to = findAgain(before.picture, after.picture, from, guess(from));
    const back = to && findAgain(after.picture, before.picture, to, from);
    if (to === undefined || back === undefined) continue;
    if (Math.hypot(back.x - from.x, back.y - from.y) > RETURNS_WITHIN_PX) continue;
    pairs.push({ from, to });
  }
  if (pairs.length < POINTS_LEAST) return { kind: 'not-evaluated', reason: 'too-few-points' };
  const fitted = fitFlat(pairs);
  const leftBySheet = fitted && sheetResiduals(pairs, fitted.flat);
  if (fitted === undefined || leftBySheet === undefined) {
    return { kind: 'not-evaluated', reason: 'too-few-points' };
  }
  const { residuals } = fitted;
  const perEyeDistance = (100 * before.perPicturePx) / eyeDistancePx(fivePointsOf(straight.mesh));
  return {
    kind: 'evaluated',
    medianResidual: medianOf(residuals) * perEyeDistance,
    sheetResidual: meanBetween(leftBySheet, WORST_FROM, WORST_TO) * perEyeDistance,
    points: pairs.length,
  };
}

/**
 * Brings the turns of one capture together: the middle of them, the lower one of two. One turn that was measured badly
 * lets no picture hide behind it, and makes no head flat.
 */
export function reliefOfTurns(turns: readonly ReliefResult[]): ReliefFindings {
  const evaluated = turns.filter((turn) => turn.kind === 'evaluated');
  if (evaluated.length === 0) {
    return { kind: 'not-evaluated', reason: turns.length === 0 ? 'no-turn' : 'too-few-points' };
  }
  return {
    kind: 'evaluated',
    residual: lowerMiddle(evaluated.map(({ medianResidual }) => medianResidual)),
    sheetResidual: lowerMiddle(evaluated.map(({ sheetResidual }) => sheetResidual)),
  };
}

function lowerMiddle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[(values.length - 1) >> 1] ?? Number.NaN;
}

/** The mean of the values from one share of them to another, the least first. */
function meanBetween(values: readonly number[], from: number, to: number): number {
  const some = values
    .toSorted((one, other) => one - other)
    .slice(Math.floor(from * values.length), Math.ceil(to * values.length));
  return some.reduce((sum, value) => sum + value, 0) / some.length;
}

interface Crop {
  readonly picture: GreyPicture;
  readonly toCrop: Similarity;
  /** Picture pixels to one pixel of the crop. */
  readonly perPicturePx: number;
}

function cropOf({ pyramid, mesh }: FaceView): Crop {
  const angle = rollOf(mesh);
  const { centre, side } = squareAround(mesh, angle);
  const toPicture = regionToPicture(
    { centre, side: side * SIDE_PER_FACE, angle },
    SIDE_PX,
    SIDE_PX,
  );
  const rgb = sample(pyramid, toPicture, { width: SIDE_PX, height: SIDE_PX });
  const values = new Float32Array(SIDE_PX * SIDE_PX);
  for (let at = 0; at < values.length; at += 1) {
    values[at] = 0.299 * rgb[3 * at]! + 0.587 * rgb[3 * at + 1]! + 0.114 * rgb[3 * at + 2]!;
  }
  return {
    picture: { width: SIDE_PX, height: SIDE_PX, values },
    toCrop: invert(toPicture),
    perPicturePx: scaleOf(toPicture),
  };
}

const NEAREST = 5;

/** Where a point of the first crop may be looked for in the second: moved as the landmarks around it. */
function motionOfLandmarks(
  straight: FaceView,
  turned: FaceView,
  toFirst: Similarity,
  toSecond: Similarity,
): (point: Point) => Point {
  const count = straight.mesh.points.length / 3;
  const first = Array.from({ length: count }, (_, index) =>
    apply(toFirst, pointOf(straight.mesh, index)),
  );
  const second = Array.from({ length: count }, (_, index) =>
    apply(toSecond, pointOf(turned.mesh, index)),
  );
  return (point) => {
    const near = first
      .map((landmark, index) => ({
        index,
        distance: Math.hypot(landmark.x - point.x, landmark.y - point.y),
      }))
      .sort((one, other) => one.distance - other.distance)
      .slice(0, NEAREST);
    let x = 0;
    let y = 0;
    let weights = 0;
    for (const { index, distance } of near) {
      const weight = 1 / (1 + distance);
      x += weight * (second[index]!.x - first[index]!.x);
      y += weight * (second[index]!.y - first[index]!.y);
      weights += weight;
    }
    return { x: point.x + x / weights, y: point.y + y / weights };
  };
}

const ROUNDS = 6;

/** The homography of most of the points, and how far each is from where it would take it, in pixels of the crop. */
function fitFlat(
  pairs: readonly PointPair[],
): { readonly flat: Homography; readonly residuals: readonly number[] } | undefined {
  let weights = pairs.map(() => 1);
  let fitted: { readonly flat: Homography; readonly residuals: readonly number[] } | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    const flat = fitHomography(pairs, weights);
    if (flat === undefined) return undefined;
    const residuals = pairs.map(({ from, to }) => {
      const mapped = mapByHomography(flat, from);
      return Math.hypot(mapped.x - to.x, mapped.y - to.y);
    });
    const scale = Math.max(0.3, 2 * medianOf(residuals));
    weights = residuals.map((residual) => 1 / (1 + (residual / scale) ** 2));
    fitted = { flat, residuals };
  }
  return fitted;
}
