import { fivePointsOf, type FaceMesh } from '../alignment/face-mesh.ts';
import { eyeDistancePx } from '../alignment/five-points.ts';
import { meanOf, type Point } from '../alignment/similarity.ts';

/** Faster than this, in eye distances a second, no head moves. */
const FASTEST = 9;
/** Nor does a face grow or shrink faster than this, in natural logarithms a second. */
const FASTEST_GROWTH = 2.6;
/** Landmarks scatter by so much, in eye distances, whatever the time between two frames. */
const SCATTER = 0.2;
const GROWTH_SCATTER = 0.1;

/** Watches whether one face moves through the picture without a break. */
export interface MotionWatch {
  take(mesh: FaceMesh, atMs: number): void;
  findings(): { readonly frames: number; readonly jumps: number };
}

/** Counts places where the face was elsewhere at once, as after a cut. */
export function openMotionWatch(): MotionWatch {
  let last: { readonly middle: Point; readonly eyes: number; readonly atMs: number } | undefined;
  let frames = 0;
  let jumps = 0;
  return {
    take(mesh, atMs) {
      frames += 1;
      const five = fivePointsOf(mesh);
      const eyes = eyeDistancePx(five);
      const middle = meanOf([
        five.leftEye,
        five.rightEye,
        five.leftMouthCorner,
        five.rightMouthCorner,
      ]);
      if (last !== undefined) {
        const seconds = Math.max(0, (atMs - last.atMs) / 1_000);
        const moved = Math.hypot(middle.x - last.middle.x, middle.y - last.middle.y) / last.eyes;
        const grown = Math.abs(Math.log(eyes / last.eyes));
        const isBreak =
          moved > SCATTER + FASTEST * seconds || grown > GROWTH_SCATTER + FASTEST_GROWTH * seconds;
        if (isBreak) jumps += 1;
      }
      last = { middle, eyes, atMs };
    },
    findings: () => ({ frames, jumps }),
  };
}
