import {
  COLOURS_WITHIN_MS,
  COLOUR_LEAD_MS,
  POSES,
  SCREEN_COLOUR_NAMES,
  type ChallengeStep,
  type Pose,
  type ScreenColour,
} from './challenge.ts';

/** Draws a whole number from 0 to below `below`, each as likely as the others. */
export type DrawNumber = (below: number) => number;

/** What a challenge of one profile consists of. */
export interface ChallengeOutline {
  readonly straightMs: number;
  /** Movements asked for, none twice running; at least one of them to a side. */
  readonly poses: number;
  /** A pose is held so long, drawn in steps of {@link HOLD_STEP_MS}. */
  readonly holdFromMs: number;
  readonly holdToMs: number;
  /** Colours in one group, neighbours never alike; none when 0. */
  readonly colours: number;
  readonly colourMs: number;
  /** A movement that was not made within this time is asked for no more. */
  readonly poseLimitMs: number;
}

export const HOLD_STEP_MS = 100;

/** Nobody is kept longer in the middle than this before something is said. */
const STRAIGHT_LIMIT_MS = 15_000;
/** After the last colour: delay of screen, camera and line, and time to look at what came. */
const COLOURS_AFTER_MS = 2_000;

/** How long a step may take before another of its kind is drawn, or the challenge ends. */
export function stepLimitMs(step: ChallengeStep, { poseLimitMs }: ChallengeOutline): number {
  switch (step.kind) {
    case 'straight':
      return STRAIGHT_LIMIT_MS;
    case 'pose':
      return poseLimitMs + step.holdMs;
    case 'colours':
      return COLOUR_LEAD_MS + step.colours.length * step.eachMs + COLOURS_AFTER_MS;
  }
}

/**
 * Draws the steps of a challenge: first the middle, then movements, and among them, at a place that is drawn too, the
 * colours.
 *
 * A movement to a side is always among them: a mirrored picture answers every other one rightly.
 */
export function drawChallenge(
  outline: ChallengeOutline,
  draw: DrawNumber,
): readonly ChallengeStep[] {
  const steps: ChallengeStep[] = drawPoses(outline.poses, draw).map((pose) =>
    poseStep(pose, outline, draw),
  );
  if (outline.colours > 0) {
    steps.splice(draw(steps.length + 1), 0, drawColours(outline, draw));
  }
  return [{ kind: 'straight', holdMs: outline.straightMs }, ...steps];
}

/**
 * Draws another step of the same kind, for one that could not be told. In place of a movement to a side one of the two
 * sides is asked for again, so that one is always among them.
 */
export function drawAgain(
  step: ChallengeStep,
  outline: ChallengeOutline,
  draw: DrawNumber,
): ChallengeStep {
  switch (step.kind) {
    case 'straight':
      return step;
    case 'pose':
      return poseStep(drawOtherPose(step.pose, draw), outline, draw);
    case 'colours':
      return drawColours(outline, draw);
  }
}

function poseStep(
  pose: Pose,
  { holdFromMs, holdToMs }: ChallengeOutline,
  draw: DrawNumber,
): ChallengeStep {
  const choices = Math.floor((holdToMs - holdFromMs) / HOLD_STEP_MS) + 1;
  return { kind: 'pose', pose, holdMs: holdFromMs + HOLD_STEP_MS * draw(choices) };
}

function drawPoses(count: number, draw: DrawNumber): readonly Pose[] {
  for (;;) {
    const poses: Pose[] = [];
    while (poses.length < count) poses.push(drawOther(POSES, poses.at(-1), draw));
    if (count === 0 || poses.some(isToSide)) return poses;
  }
}

function drawOtherPose(former: Pose, draw: DrawNumber): Pose {
  const sides = POSES.filter(isToSide);
  return isToSide(former) ? (sides[draw(sides.length)] as Pose) : drawOther(POSES, former, draw);
}

function isToSide(pose: Pose): boolean {
  return pose === 'left' || pose === 'right';
}

function drawColours(
  { colours, colourMs }: ChallengeOutline,
  draw: DrawNumber,
): Extract<ChallengeStep, { kind: 'colours' }> {
  const drawn: ScreenColour[] = [];
  while (drawn.length < colours) drawn.push(drawOther(SCREEN_COLOUR_NAMES, drawn.at(-1), draw));
  return { kind: 'colours', colours: drawn, eachMs: colourMs };
}

/** One of them, each as likely, but not the one that was. */
function drawOther<T>(of: readonly T[], former: T | undefined, draw: DrawNumber): T {
  const left = of.filter((one) => one !== former);
  return left[draw(left.length)] as T;
}

/**
 * How hard it is to answer a challenge blindly: the bits of the draw, less what the tolerance for wrong colours gives
 * away, and less the places at which the colours are looked for, as their delay is not known. Hold times are left out:
 * whoever holds longer than asked is not told from whoever holds as asked. A step that is asked again is another chance, and
 * so is another attempt: they are not counted here.
 *
 * Blind means a recording that was made before. Whoever sees the steps and makes the picture in time is not blind.
 */
export function entropyBits(outline: ChallengeOutline, wrongColoursMax: number): number {
  const { poses, colours } = outline;
  const names = SCREEN_COLOUR_NAMES.length;
  const all = poses === 0 ? 1 : POSES.length * (POSES.length - 1) ** (poses - 1);
  const withoutSides = poses === 0 ? 0 : 3 * 2 ** (poses - 1);
  const places = colours > 0 ? poses + 1 : 1;
  const sequences = colours > 0 ? names * (names - 1) ** (colours - 1) : 1;
  let tolerated = 0;
  for (let wrong = 0; wrong <= Math.min(wrongColoursMax, colours); wrong += 1) {
    tolerated += choose(colours, wrong) * (names - 1) ** wrong;
  }
  const alignments = colours > 0 ? Math.ceil(COLOURS_WITHIN_MS / outline.colourMs) : 1;
  const given = Math.max(1, tolerated) * alignments;
  return Math.log2(((all - withoutSides) * places * sequences) / given);
}

function choose(of: number, some: number): number {
  let ways = 1;
  for (let at = 1; at <= some; at += 1) ways = (ways * (of - some + at)) / at;
  return ways;
}
