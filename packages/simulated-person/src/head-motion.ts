import { between, type Random } from './random.ts';
import { streamOf } from './numbers.ts';
import type { Shown } from './presentation.ts';

/** How somebody moves who is asked to. Bounds, from which each movement is drawn. */
export interface Habits {
  readonly reactionMs: Bounds;
  readonly movementMs: Bounds;
  readonly yawDegrees: Bounds;
  readonly pitchDegrees: Bounds;
  /** What is left of the distance when coming nearer. */
  readonly nearerShare: Bounds;
  /** The most that a head at rest turns from its middle. */
  readonly swayDegrees: number;
  /** A trembling head, at most so many degrees, 4 to 6 times a second; none when absent. */
  readonly tremorDegrees?: number;
  readonly blinkEveryMs: Bounds;
}

type Bounds = readonly [low: number, high: number];

/** A grown person who understands and can move. */
export const ORDINARY_HABITS: Habits = {
  reactionMs: [250, 600],
  movementMs: [300, 700],
  yawDegrees: [13, 19],
  pitchDegrees: [10, 14],
  nearerShare: [0.7, 0.78],
  swayDegrees: 0.8,
  blinkEveryMs: [1500, 6000],
};

/**
 * An old person, or one who moves with pain: slower to understand and to move, turning less, less quiet. No turn is
 * beyond 20°.
 */
export const SLOW_HABITS: Habits = {
  reactionMs: [500, 1500],
  movementMs: [800, 1600],
  yawDegrees: [12, 17],
  pitchDegrees: [8.5, 12.5],
  nearerShare: [0.72, 0.8],
  swayDegrees: 1.3,
  tremorDegrees: 0.5,
  blinkEveryMs: [1200, 5000],
};

/** A person who cannot turn the head as asked, and does not keep it quite still either. */
export const STILL_HABITS: Habits = {
  ...ORDINARY_HABITS,
  reactionMs: [500, 1500],
  yawDegrees: [0, 2],
  pitchDegrees: [0, 2],
  nearerShare: [0.98, 1],
  swayDegrees: 1.2,
  tremorDegrees: 0.5,
};

/** How a head is held. Degrees and metres; `left` is a positive yaw, `up` a positive pitch. */
export interface HeadState {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  readonly x: number;
  readonly y: number;
  /** Of the distance at rest. */
  readonly distanceShare: number;
  /** 0 open, 1 closed. */
  readonly lids: number;
  /** −1…1 */
  readonly breath: number;
}

/** A head that moves as the page asks. */
export interface HeadMotion {
  see(shown: Shown, atMs: number): void;
  at(atMs: number): HeadState;
}

/** Yaw, pitch, roll, and the share of the distance that is given up. */
type Posture = readonly [yaw: number, pitch: number, roll: number, lean: number];

const REST: Posture = [0, 0, 0, 0];

interface Movement {
  readonly startMs: number;
  readonly durationMs: number;
  /** From the posture aimed at before. */
  readonly by: Posture;
}

/**
 * Moves a head by human rules: it waits for its reaction, moves with the least jerk (Flash and Hogan), holds what it
 * reached, never quite still, breathes and blinks. A new aim before the last is reached is added to it (Henis and
 * Flash), so that nothing ever jumps.
 */
export function openHeadMotion(seed: number, habits: Habits = ORDINARY_HABITS): HeadMotion {
  const random = streamOf(seed, 'movements');
  const movements: Movement[] = [];
  const sway = openSway(streamOf(seed, 'sway'), habits.swayDegrees);
  const tremor = openTremor(streamOf(seed, 'tremor'), habits.tremorDegrees ?? 0);
  const blinks = openBlinks(streamOf(seed, 'blinks'), habits.blinkEveryMs);
  let aim = REST;
  let aimOf = 'straight';

  function moveTo(next: Posture, startMs: number): void {
    const durationMs = between(random, ...habits.movementMs);
    const by = next.map((value, part) => value - aim[part]!) as unknown as Posture;
    movements.push({ startMs, durationMs, by });
    // Some movements go a little too far and are put right.
    const tooFar = between(random, -0.05, 0.07);
    if (tooFar > 0 && next !== REST) {
      const more = by.map((value) => value * tooFar) as unknown as Posture;
      const less = more.map((value) => -value) as unknown as Posture;
      movements.push({ startMs, durationMs, by: more });
      movements.push({ startMs: startMs + durationMs, durationMs: 350, by: less });
    }
    aim = next;
  }

  return {
    see(shown, atMs) {
      const wanted = shown.kind === 'pose' ? shown.pose : 'straight';
      if (wanted === aimOf) return;
      aimOf = wanted;
      const startMs = atMs + between(random, ...habits.reactionMs);
      moveTo(shown.kind === 'pose' ? postureOf(shown.pose, habits, random) : REST, startMs);
    },
    at(atMs) {
      const posture: [number, number, number, number] = [0, 0, 0, 0];
      for (const { startMs, durationMs, by } of movements) {
        const share = leastJerk((atMs - startMs) / durationMs);
        for (let part = 0; part < 4; part += 1) posture[part]! += share * by[part]!;
      }
      const swayed = sway(atMs);
      const trembled = tremor(atMs);
      return {
        ...swayed,
        yaw: posture[0] + swayed.yaw + trembled.yaw,
        pitch: posture[1] + swayed.pitch + trembled.pitch,
        roll: posture[2] + swayed.roll,
        distanceShare: (1 - posture[3]) * (1 + swayed.distance),
        lids: blinks(atMs),
      };
    },
  };
}

function postureOf(
  pose: Extract<Shown, { kind: 'pose' }>['pose'],
  habits: Habits,
  random: Random,
): Posture {
  // Nobody turns about one axis alone.
  const beside = between(random, -1.5, 1.5);
  const roll = between(random, -1.5, 1.5);
  switch (pose) {
    case 'left':
      return [between(random, ...habits.yawDegrees), beside, roll, 0];
    case 'right':
      return [-between(random, ...habits.yawDegrees), beside, roll, 0];
    case 'up':
      return [beside, between(random, ...habits.pitchDegrees), roll, 0];
    case 'down':
      return [beside, -between(random, ...habits.pitchDegrees), roll, 0];
    case 'nearer':
      return [beside / 2, beside / 2, roll / 2, 1 - between(random, ...habits.nearerShare)];
  }
}

/** The course of a movement with the least jerk: 0 before it, 1 after it. */
export function leastJerk(share: number): number {
  if (share <= 0) return 0;
  if (share >= 1) return 1;
  return share ** 3 * (10 - 15 * share + 6 * share * share);
}

interface Sway {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  readonly x: number;
  readonly y: number;
  readonly distance: number;
  readonly breath: number;
}

/** Slow waves of unrelated lengths, which never repeat within a session. */
function openSway(random: Random, degrees: number): (atMs: number) => Sway {
  const wave = (most: number): ((seconds: number) => number) => {
    const parts = [0.6, 0.28, 0.12].map((share, part) => ({
      most: most * share,
      speed: 2 * Math.PI * between(random, 0.08, 0.22) * 2 ** part,
      phase: between(random, 0, 2 * Math.PI),
    }));
    return (seconds) =>
      parts.reduce((sum, part) => sum + part.most * Math.sin(part.speed * seconds + part.phase), 0);
  };
  const yaw = wave(degrees);
  const pitch = wave(0.8 * degrees);
  const roll = wave(0.7 * degrees);
  const x = wave(0.004);
  const y = wave(0.003);
  const distance = wave(0.008);
  const breathPerMs = (2 * Math.PI) / between(random, 3000, 5200);
  const breathPhase = between(random, 0, 2 * Math.PI);
  return (atMs) => {
    const seconds = atMs / 1000;
    return {
      yaw: yaw(seconds),
      pitch: pitch(seconds),
      roll: roll(seconds),
      x: x(seconds),
      y: y(seconds),
      distance: distance(seconds),
      breath: Math.sin(atMs * breathPerMs + breathPhase),
    };
  };
}

/** A head that trembles, which comes and goes. */
function openTremor(
  random: Random,
  most: number,
): (atMs: number) => { readonly yaw: number; readonly pitch: number } {
  const own = between(random, 0.3, 1) * most;
  const speed = (2 * Math.PI * between(random, 4, 6)) / 1000;
  const comesAndGoes = (2 * Math.PI * between(random, 0.1, 0.4)) / 1000;
  const [first, second, third] = [0, 1, 2].map(() => between(random, 0, 2 * Math.PI));
  return (atMs) => {
    const now = own * (0.6 + 0.4 * Math.sin(comesAndGoes * atMs + third!));
    return {
      yaw: now * Math.sin(speed * atMs + first!),
      pitch: 0.7 * now * Math.sin(speed * atMs + second!),
    };
  };
}

const CLOSING_MS = 85;
const CLOSED_MS = 45;
const OPENING_MS = 160;

function openBlinks(random: Random, everyMs: Bounds): (atMs: number) => number {
  const starts: number[] = [];
  return (atMs) => {
    while ((starts.at(-1) ?? -Infinity) <= atMs) {
      const last = starts.at(-1);
      starts.push(
        last === undefined
          ? atMs + between(random, 0, everyMs[1])
          : last + between(random, ...everyMs),
      );
    }
    let closed = 0;
    for (const start of starts) {
      const since = atMs - start;
      const opened = since - CLOSING_MS - CLOSED_MS;
      if (since < 0 || opened > OPENING_MS) continue;
      closed = Math.max(closed, leastJerk(since / CLOSING_MS) - leastJerk(opened / OPENING_MS));
    }
    return closed;
  };
}
