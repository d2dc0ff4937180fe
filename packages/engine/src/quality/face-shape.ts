import { fivePointsOf, pointOf, rollOf, type FaceMesh } from '../alignment/face-mesh.ts';
import { eyeDistancePx } from '../alignment/five-points.ts';
import { meanOf, type Point } from '../alignment/similarity.ts';
import type { Margins } from './component-values.ts';

const DEGREES = 180 / Math.PI;

const FOREHEAD = 10;
const CHIN = 152;
const LEFT_CHEEK_RIM = 234;
const RIGHT_CHEEK_RIM = 454;

/** What the landmarks alone say of a face, in the units of the quality components. */
export interface FaceShape {
  readonly eyesMiddle: Point;
  readonly rollRadians: number;
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
  readonly rollDegrees: number;
  /** Corrected by yaw. */
  readonly eyeDistancePx: number;
  /** From the middle of the eyes to the chin: the unit `t` of ISO/IEC 29794-5. */
  readonly eyesToChinPx: number;
  readonly eyelidGap: number;
  readonly lipGap: number;
  readonly margins: Margins;
  readonly headShareOfHeight: number;
}

/**
 * Measures the shape of a face from its landmarks.
 *
 * Personal data: reads the shape of a face; returns measures of one picture.
 */
export function measureShape(
  mesh: FaceMesh,
  picture: { readonly width: number; readonly height: number },
  upright: number,
): FaceShape {
  const five = fivePointsOf(mesh);
  const eyesMiddle = meanOf([five.leftEye, five.rightEye]);
  const roll = rollOf(mesh);
  const yaw = angleAlong(mesh, LEFT_CHEEK_RIM, RIGHT_CHEEK_RIM, roll);
  const pitch = angleAlong(mesh, FOREHEAD, CHIN, roll + Math.PI / 2);
  const distance = eyeDistancePx(five) / Math.max(0.2, Math.cos(yaw));
  const chin = pointOf(mesh, CHIN);
  const t = Math.hypot(chin.x - eyesMiddle.x, chin.y - eyesMiddle.y);
  const sides = sidesAround(eyesMiddle, picture, upright);
  return {
    eyesMiddle,
    rollRadians: roll,
    yawDegrees: yaw * DEGREES,
    pitchDegrees: pitch * DEGREES,
    rollDegrees: wrap(roll - upright) * DEGREES,
    eyeDistancePx: distance,
    eyesToChinPx: t,
    eyelidGap: eyelidGapPx(mesh) / t,
    lipGap: lipGapPx(mesh) / t,
    margins: {
      left: sides.left / distance,
      right: sides.right / distance,
      above: sides.above / t,
      below: sides.below / t,
    },
    headShareOfHeight: t / (sides.above + sides.below),
  };
}

/** How far the line between two landmarks leans away from the picture's plane. */
function angleAlong(mesh: FaceMesh, from: number, to: number, direction: number): number {
  const { points } = mesh;
  const dx = points[3 * to]! - points[3 * from]!;
  const dy = points[3 * to + 1]! - points[3 * from + 1]!;
  const dz = points[3 * to + 2]! - points[3 * from + 2]!;
  return Math.atan2(dz, dx * Math.cos(direction) + dy * Math.sin(direction));
}

function gapPx({ points }: FaceMesh, one: number, other: number): number {
  return Math.hypot(
    points[3 * one]! - points[3 * other]!,
    points[3 * one + 1]! - points[3 * other + 1]!,
  );
}

/** The opening of the eye that is less open. */
function eyelidGapPx(mesh: FaceMesh): number {
  const left = (gapPx(mesh, 160, 144) + gapPx(mesh, 158, 153)) / 2;
  const right = (gapPx(mesh, 385, 380) + gapPx(mesh, 387, 373)) / 2;
  return Math.min(left, right);
}

/** Upper and lower inner rim of the lips, from the middle to both sides. */
const INNER_LIPS = [
  [13, 14],
  [82, 87],
  [312, 317],
] as const;

/** The widest opening between the lips. */
function lipGapPx(mesh: FaceMesh): number {
  return Math.max(...INNER_LIPS.map(([upper, lower]) => gapPx(mesh, upper, lower)));
}

/** Distances to the picture's edges, with the picture turned so that `upright` is level. */
function sidesAround(
  { x, y }: Point,
  { width, height }: { readonly width: number; readonly height: number },
  upright: number,
): { left: number; right: number; above: number; below: number } {
  const left = x + 0.5;
  const right = width - left;
  const above = y + 0.5;
  const below = height - above;
  // Quarter turns, clockwise: the side of the picture that is above the face.
  switch (((Math.round(upright / (Math.PI / 2)) % 4) + 4) % 4) {
    case 1:
      return { left: above, right: below, above: right, below: left };
    case 2:
      return { left: right, right: left, above: below, below: above };
    case 3:
      return { left: below, right: above, above: left, below: right };
    default:
      return { left, right, above, below };
  }
}

function wrap(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle));
}
