import { POSES, type ChallengeStep, type Pose } from '@bonin/core';

/** How a head is held at one moment. */
export interface PoseSample {
  readonly atMs: number;
  readonly yawDegrees: number;
  readonly pitchDegrees: number;
  readonly eyeDistancePx: number;
}

/** What the movements asked for came to. */
export interface PoseAccount {
  /** Movements that were asked for. */
  readonly asked: number;
  readonly obeyed: number;
  /** Movements before which the head went another way than asked for; a recording that is played over and over does. */
  readonly astray: number;
  /** Movements that were made before anybody could have. */
  readonly hastened: number;
  /** Milliseconds from the word to the pose, of those obeyed. */
  readonly delaysMs: readonly number[];
}

/** From here on, relative to the person's own middle, a pose is reached. Nobody needs more than 20°. */
const REACH: Readonly<Record<Pose, number>> = { left: 11, right: 11, up: 7, down: 7, nearer: 0.18 };
/** A pose that was reached is held while at least this share of it is. */
const HELD_SHARE = 0.75;
/** Under this share a head has not begun to move. */
const AT_REST_SHARE = 0.6;
/** From this share on another movement than the one asked for has been made. */
const ASTRAY_SHARE = 1.1;
/**
 * A head must have come this share nearer to a pose since it was asked for: whoever looks to a side seems to look up or
 * down a little too, and whoever was there before has not answered.
 */
const COME_NEARER_SHARE = 0.5;
/** Nobody sees, understands and moves faster. */
const HUMAN_LEAST_MS = 180;
/** Until so long after the word a head may still be on a way that it had begun. */
const UNDERWAY_MS = 800;

/** Follows one step after the other. */
export interface StepFollower {
  release(step: ChallengeStep, atMs: number): void;
  /** The step that this sample completes. */
  take(sample: PoseSample): ChallengeStep | undefined;
  /** How far the released movement is reached: 0 at rest, 1 reached; `undefined` when none is asked for. */
  progressOf(sample: PoseSample): number | undefined;
  account(): PoseAccount;
}

/**
 * Follows the movements of a head against what was asked.
 *
 * @param middle - the person's own middle, before anything was asked
 */
export function openStepFollower(middle: Omit<PoseSample, 'atMs'>): StepFollower {
  let step: ChallengeStep | undefined;
  let releasedAt = 0;
  let reachedAt: number | undefined;
  let leastShare = Infinity;
  /** Poses in which the head has not been since the word. */
  const left = new Set<Pose>();
  let wentAstray = false;
  const account = { asked: 0, obeyed: 0, astray: 0, hastened: 0, delaysMs: [] as number[] };

  const reachOf = (pose: Pose, sample: PoseSample): number => shareOf(pose, sample, middle);

  function takePose(pose: Pose, holdMs: number, sample: PoseSample): boolean {
    const share = reachOf(pose, sample);
    const sinceRelease = sample.atMs - releasedAt;
    leastShare = Math.min(leastShare, share);
    for (const other of POSES) {
      const otherShare = reachOf(other, sample);
      // Still being where the step before led is no answer; going there is.
      if (otherShare < AT_REST_SHARE) left.add(other);
      // Whoever looks to a side seems to look up or down a little too.
      const isThere = other !== pose && otherShare >= ASTRAY_SHARE && otherShare > share;
      if (!wentAstray && isThere && left.has(other) && sinceRelease > UNDERWAY_MS) {
        wentAstray = true;
        account.astray += 1;
      }
    }
    if (share < HELD_SHARE) reachedAt = undefined;
    if (share >= 1 && share - leastShare >= COME_NEARER_SHARE && reachedAt === undefined) {
      reachedAt = sample.atMs;
      if (sinceRelease < HUMAN_LEAST_MS) account.hastened += 1;
    }
    return reachedAt !== undefined && sample.atMs - reachedAt >= holdMs;
  }

  return {
    release(next, atMs) {
      step = next;
      releasedAt = atMs;
      reachedAt = undefined;
      leastShare = Infinity;
      left.clear();
      wentAstray = false;
      if (next.kind === 'pose') account.asked += 1;
    },
    take(sample) {
      if (step?.kind !== 'pose') return undefined;
      if (!takePose(step.pose, step.holdMs, sample)) return undefined;
      const done = step;
      account.obeyed += 1;
      account.delaysMs.push((reachedAt ?? sample.atMs) - releasedAt);
      step = undefined;
      return done;
    },
    progressOf: (sample) => (step?.kind === 'pose' ? reachOf(step.pose, sample) : undefined),
    account: () => account,
  };
}

function shareOf(pose: Pose, sample: PoseSample, middle: Omit<PoseSample, 'atMs'>): number {
  const yaw = sample.yawDegrees - middle.yawDegrees;
  const pitch = sample.pitchDegrees - middle.pitchDegrees;
  switch (pose) {
    case 'left':
      return yaw / REACH.left;
    case 'right':
      return -yaw / REACH.right;
    case 'up':
      return -pitch / REACH.up;
    case 'down':
      return pitch / REACH.down;
    case 'nearer':
      return (sample.eyeDistancePx / middle.eyeDistancePx - 1) / REACH.nearer;
  }
}
