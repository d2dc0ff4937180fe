import { fivePointsOf, type FaceMesh } from '../alignment/face-mesh.ts';
import { eyeDistancePx } from '../alignment/five-points.ts';
import { meanOf, type Point } from '../alignment/similarity.ts';
import type { FrameTimes } from './capture-times.ts';

/** How far a face may go from one frame to the next. */
interface Bounds {
  /** However long nothing was seen, not more is forgiven than for so many seconds. */
  readonly secondsMost: number;
  /** Landmarks scatter by so much, in eye distances, whatever the time between two frames. */
  readonly scatter: number;
  /** Eye distances a second. */
  readonly speed: number;
  /** The same of the size, in natural logarithms and natural logarithms a second. */
  readonly growthScatter: number;
  readonly growth: number;
}

/** No head moves faster. */
const MOVING: Bounds = {
  secondsMost: 0.4,
  scatter: 0.2,
  speed: 9,
  growthScatter: 0.1,
  growth: 2.6,
};
/** Nor does a head that is held still: some 7 mm from one frame to the next. */
const STILL: Bounds = {
  secondsMost: 0.25,
  scatter: 0.06,
  speed: 0.5,
  growthScatter: 0.03,
  growth: 0.2,
};

/**
 * So much more than at the frames before and after it, in eye distances or natural logarithms of the size, a head that is
 * held still does not move from one frame to the next: movements begin and end.
 */
const ALONE_FROM = 0.05;
/** Between two frames while colours are shown. */
const USUAL_SECONDS = 0.11;
/** Frames may come so much nearer together than they were taken. */
const BUNCHED_MOST_MS = 250;

/** Watches whether one face moves through the picture without a break. */
export interface MotionWatch {
  /** @param isAtRest - the head was asked to be still, and has had the time to come to rest */
  take(mesh: FaceMesh, at: FrameTimes & { readonly isAtRest: boolean }): void;
  /** Leaps count from here: what was done to be still before is over. */
  settle(): void;
  findings(): { readonly frames: number; readonly jumps: number; readonly leaps: number };
}

/**
 * Counts places where the face was elsewhere at once, as after a cut: jumps, which no head does, and leaps, which a head
 * that is held still does not do.
 *
 * The device's times are believed only as far as the arrival of the frames bears them out, and a gap forgives little.
 *
 * Not verified: that nothing was cut. A cut to the same place, or one within a movement, is not seen.
 * Personal data: keeps where a face was in the last frame.
 */
export function openMotionWatch(): MotionWatch {
  let last: Seen | undefined;
  let resting: readonly Move[] = [];
  let frames = 0;
  let jumps = 0;
  let leaps = 0;
  return {
    take(mesh, { takenAtMs, arrivedAtMs, isAtRest }) {
      frames += 1;
      const seen = { ...placeOf(mesh), takenAtMs, arrivedAtMs, isAtRest };
      if (last !== undefined) {
        const isJump = isBeyond(MOVING, last, seen);
        if (isJump) jumps += 1;
        const isFar = isBeyond(STILL, last, seen);
        const isResting = isAtRest && last.isAtRest;
        if (isResting && isFar && !isJump) leaps += 1;
        resting = isResting ? [...resting.slice(-2), { ...moveBetween(last, seen), isFar }] : [];
        if (standsAlone(resting)) leaps += 1;
      }
      last = seen;
    },
    settle() {
      leaps = 0;
      resting = [];
    },
    findings: () => ({ frames, jumps, leaps }),
  };
}

interface Seen {
  readonly middle: Point;
  readonly eyes: number;
  readonly takenAtMs: number;
  readonly arrivedAtMs: number;
  readonly isAtRest: boolean;
}

/** From one frame to the next. */
interface Move {
  readonly moved: number;
  readonly grown: number;
  readonly seconds: number;
  readonly isFar: boolean;
}

/** Whether the middle one of three moves is far more than those beside it, and was not counted by itself. */
function standsAlone([before, move, after]: readonly Move[]): boolean {
  if (before === undefined || move === undefined || after === undefined || move.isFar) return false;
  // After a frame that was lost a head may have gone on for as long.
  const longer = Math.max(1, Math.min(move.seconds, STILL.secondsMost) / USUAL_SECONDS);
  const moved = move.moved - longer * Math.max(before.moved, after.moved);
  const grown = move.grown - longer * Math.max(before.grown, after.grown);
  return moved >= ALONE_FROM || grown >= ALONE_FROM;
}

function moveBetween(before: Seen, now: Seen): Omit<Move, 'isFar'> {
  const { x, y } = before.middle;
  return {
    moved: Math.hypot(now.middle.x - x, now.middle.y - y) / before.eyes,
    grown: Math.abs(Math.log(now.eyes / before.eyes)),
    seconds: secondsBetween(before, now),
  };
}

/** As the device says it, but not longer than the frames were apart when they came, and the line may have bunched them. */
function secondsBetween(before: Seen, now: Seen): number {
  const taken = now.takenAtMs - before.takenAtMs;
  const arrived = now.arrivedAtMs - before.arrivedAtMs + BUNCHED_MOST_MS;
  return Math.max(0, Math.min(taken, arrived)) / 1_000;
}

function placeOf(mesh: FaceMesh): Pick<Seen, 'middle' | 'eyes'> {
  const five = fivePointsOf(mesh);
  const { leftEye, rightEye, leftMouthCorner, rightMouthCorner } = five;
  const middle = meanOf([leftEye, rightEye, leftMouthCorner, rightMouthCorner]);
  return { middle, eyes: eyeDistancePx(five) };
}

/** Written so that what is not a number is beyond every bound. */
function isBeyond(
  { secondsMost, scatter, speed, growthScatter, growth }: Bounds,
  before: Seen,
  now: Seen,
): boolean {
  const { moved, grown, ...move } = moveBetween(before, now);
  const seconds = Math.min(move.seconds, secondsMost);
  return !(moved <= scatter + speed * seconds && grown <= growthScatter + growth * seconds);
}
