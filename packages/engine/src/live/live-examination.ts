import {
  decidePieces,
  type ChallengeFindings,
  type ChallengeStep,
  type DrawNumber,
  type FacePolicy,
  type FaceQuality,
  type GuidanceSymbol,
  type QualityComponent,
  type QualityFloor,
} from '@bonin/core';
import { isImageError } from '../engine-error.ts';
import type { ProbeFrame } from '../engine.ts';
import type { Finder, FoundFace } from '../find-face.ts';
import { decodeImage, FRAME_LIMITS } from '../image/decode.ts';
import { baseOf, openPyramid, type Pyramid } from '../image/raster.ts';
import { assessQuality } from '../quality/assess.ts';
import { measureShape } from '../quality/face-shape.ts';
import { guidanceFor } from '../quality/guidance.ts';
import { usefulnessOf } from '../quality/rank.ts';
import { timed } from '../timing.ts';
import { openCaptureWatch, type FrameTimes } from './capture-times.ts';
import { openColourWatch } from './colour-watch.ts';
import { readFaceColours, seesAboveHead } from './face-colour.ts';
import { openFaceFollower } from './face-follower.ts';
import { openHindranceWatch } from './hindrance-watch.ts';
import { openMotionWatch } from './motion-watch.ts';
import { measureRelief, reliefOfTurns, type FaceView, type ReliefResult } from './relief.ts';
import { openStepFollower, type PoseSample, type StepFollower } from './step-follower.ts';

/** What one frame came to. */
export type LiveTaken =
  | { readonly kind: 'refused'; readonly guidance: GuidanceSymbol }
  /** `stepDone`: the released step was done with this frame. */
  | { readonly kind: 'taken'; readonly stepDone: boolean };

/** What one frame shows, whatever was asked. Personal data: the pixels and the shape of a face. */
export type LiveObservation =
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'no-face'; readonly pyramid: Pyramid }
  | { readonly kind: 'face'; readonly face: FoundFace };

/**
 * One capture that answers a challenge, frame by frame.
 *
 * Personal data: keeps frames from all over the challenge and the shape of a face for as long as it is referred to.
 */
export interface LiveExamination {
  /** A step was released to the device at this moment of this machine's clock. */
  release(step: ChallengeStep, atMs: number): void;
  /** Reads one frame and judges it. */
  take(image: Uint8Array, times: FrameTimes): Promise<LiveTaken>;
  /** Only reads what a frame shows, in the order of frames: for evaluation, which judges one reading many times. */
  observe(image: Uint8Array): Promise<LiveObservation>;
  /** Only judges what was read, as if it had been taken now. */
  judge(observation: LiveObservation, times: FrameTimes): Promise<LiveTaken>;
  /** The frames to compare, the straight ones first; from all over the challenge. */
  views(): readonly ProbeFrame[];
  findings(): ChallengeFindings;
  /**
   * Why most frames of the step that is under way could not be used: then a capture that ends here was bad, and not left
   * unanswered. `undefined` when no step is under way, or its frames were fine.
   */
  hindrance(): GuidanceSymbol | undefined;
}

/** Straight frames needed before movements are counted from them. */
const MIDDLE_FRAMES_LEAST = 3;
const STRAIGHT_VIEWS_MOST = 3;
/** One from each part of a sequence of colours, at a moment that nobody can know. */
const COLOUR_VIEWS_MOST = 3;
/** Before that a head may come back from a movement so quickly that its picture is blurred. */
const VIEWED_FROM_MS = 500;
/** While somebody moves, every so many frames it is looked at whether the capture is still good. */
const CHECK_EVERY = 4;
/**
 * A share of the floor that was met at the beginning: only what has become plainly worse is told, so that nobody is held up
 * whose light was just enough.
 */
const CHECKED_FLOOR_SHARE = 0.5;
/** A head that is turned is no bad capture, nor is one that moves. */
const CHECKED: Readonly<Record<'pose' | 'colours', readonly QualityComponent[]>> = {
  pose: ['interEyeDistance', 'luminanceMean', 'dynamicRange'],
  // The screen's colours make a face darker than the white that the floor was met with.
  colours: ['interEyeDistance'],
};

/**
 * A frame that came so much later than the quickest one says nothing of colours: the device alone says when it was taken, and
 * who dates a late answer back would gain that time.
 */
const HELD_UP_FROM_MS = 450;

interface Straight {
  readonly view: ProbeFrame;
  readonly sample: PoseSample;
}

/** @param draw - when a face is compared while colours are shown: whoever knew it could show the right face just then */
export function openLiveExamination(
  finder: Finder,
  policy: FacePolicy,
  draw: DrawNumber,
): LiveExamination {
  const follower = openFaceFollower(finder);
  const captureWatch = openCaptureWatch();
  const motionWatch = openMotionWatch();
  const straights: Straight[] = [];
  const movedViews: ProbeFrame[] = [];
  const colourViews: ProbeFrame[] = [];
  const reliefs: ReliefResult[] = [];
  const colourWatch = openColourWatch();
  const hindrances = openHindranceWatch();
  const looksAround = policy.challenge?.pieces.includes('colours') ?? false;
  let steps: StepFollower | undefined;
  let released: { readonly step: ChallengeStep; readonly atMs: number } | undefined;
  let extreme: { readonly view: ProbeFrame; readonly progress: number } | undefined;
  let colourSequences = 0;
  let viewedAtMs: number[] = [];
  let unchecked = 0;
  let quickestMs = Infinity;
  let lost = 0;
  let others = 0;

  async function observe(image: Uint8Array): Promise<LiveObservation> {
    const pyramid = await open(image);
    if (pyramid === undefined) return { kind: 'unreadable' };
    const face = await follower.follow(pyramid);
    return face === undefined ? { kind: 'no-face', pyramid } : { kind: 'face', face };
  }

  async function judge(observation: LiveObservation, times: FrameTimes): Promise<LiveTaken> {
    const taken = await examine(observation, times);
    if (taken.kind === 'refused') hindrances.refused(taken.guidance);
    else if (taken.stepDone) hindrances.end();
    else hindrances.took();
    if (taken.kind === 'taken' && taken.stepDone) released = undefined;
    return taken;
  }

  async function examine(observation: LiveObservation, times: FrameTimes): Promise<LiveTaken> {
    if (observation.kind === 'unreadable') return { kind: 'refused', guidance: 'image-unreadable' };
    quickestMs = Math.min(quickestMs, times.arrivedAtMs - times.takenAtMs);
    if (observation.kind === 'no-face') {
      captureWatch.take(observation.pyramid, times);
      if (steps !== undefined) lost += 1;
      return { kind: 'refused', guidance: 'no-face' };
    }
    const { face } = observation;
    captureWatch.take(face.pyramid, times);
    const { singleFace = 0 } = policy.probeQuality;
    if (100 * (1 - face.secondFaceShare) < singleFace) {
      if (steps !== undefined) others += 1;
      return { kind: 'refused', guidance: 'several-faces' };
    }
    // Brought to this machine's clock by the frame that was quickest underway.
    const atMs = times.takenAtMs + quickestMs;
    const isAtRest = released?.step.kind === 'colours' && colourWatch.momentOf(atMs).isAtRest;
    motionWatch.take(face.mesh, { ...times, isAtRest });
    switch (released?.step.kind) {
      case undefined:
        return { kind: 'taken', stepDone: false };
      case 'straight':
        return takeStraight(face, poseOf(face, times), released.step.holdMs);
      case 'pose':
        return (await check(face, 'pose')) ?? takePose(face, poseOf(face, times));
      case 'colours':
        return (
          (await check(face, 'colours')) ??
          takeColours(face, atMs, { isHeldUp: times.arrivedAtMs - atMs > HELD_UP_FROM_MS })
        );
    }
  }

  /** Refuses a frame that shows the capture to have gone bad; after one, every frame is looked at until one is good. */
  async function check(
    face: FoundFace,
    kind: 'pose' | 'colours',
  ): Promise<Extract<LiveTaken, { kind: 'refused' }> | undefined> {
    unchecked += 1;
    if (unchecked < CHECK_EVERY) return undefined;
    const quality = await timed(finder, 'quality', () => assessQuality(face));
    const guidance = guidanceFor(quality, floorOf(policy.probeQuality, CHECKED[kind]));
    if (guidance !== undefined) return { kind: 'refused', guidance };
    unchecked = 0;
    return undefined;
  }

  async function open(image: Uint8Array): Promise<Pyramid | undefined> {
    try {
      return openPyramid(await timed(finder, 'decode', () => decodeImage(image, FRAME_LIMITS)));
    } catch (error) {
      if (isImageError(error)) return undefined;
      throw error;
    }
  }

  async function takeStraight(
    face: FoundFace,
    sample: PoseSample,
    holdMs: number,
  ): Promise<LiveTaken> {
    const quality = await timed(finder, 'quality', () => assessQuality(face));
    const guidance = guidanceFor(quality, policy.probeQuality);
    if (guidance !== undefined) return { kind: 'refused', guidance };
    const isTooNear = looksAround && !seesAboveHead(face.pyramid, face.mesh);
    if (isTooNear) return { kind: 'refused', guidance: 'move-back' };
    straights.push({ view: viewOf(face, quality), sample });
    const [first] = straights;
    const spanMs = sample.atMs - (first?.sample.atMs ?? sample.atMs);
    if (straights.length < MIDDLE_FRAMES_LEAST || spanMs < holdMs) {
      return { kind: 'taken', stepDone: false };
    }
    steps ??= openStepFollower(middleOf(straights.map((straight) => straight.sample)));
    keepBest(straights, STRAIGHT_VIEWS_MOST);
    return { kind: 'taken', stepDone: true };
  }

  async function takePose(face: FoundFace, sample: PoseSample): Promise<LiveTaken> {
    if (steps === undefined) return { kind: 'taken', stepDone: false };
    const progress = steps.progressOf(sample) ?? 0;
    const done = steps.take(sample);
    if (progress >= 1 && progress > (extreme?.progress ?? 0)) {
      const quality = await timed(finder, 'quality', () => assessQuality(face));
      extreme = { view: viewOf(face, quality), progress };
    }
    if (done?.kind !== 'pose') return { kind: 'taken', stepDone: false };
    const moved = extreme?.view;
    if (moved !== undefined) {
      movedViews.push(moved);
      if (done.pose !== 'nearer') await lookForRelief(moved);
    }
    return { kind: 'taken', stepDone: true };
  }

  async function lookForRelief(turned: FaceView): Promise<void> {
    const [straight] = straights;
    if (straight === undefined) return;
    const relief = await timed(finder, 'relief', () => measureRelief(straight.view, turned));
    reliefs.push(relief);
  }

  async function takeColours(
    face: FoundFace,
    atMs: number,
    { isHeldUp }: { readonly isHeldUp: boolean },
  ): Promise<LiveTaken> {
    const read = isHeldUp
      ? undefined
      : await timed(finder, 'colours', () => readFaceColours(face.pyramid, face.mesh));
    if (read !== undefined) colourWatch.keep({ atMs, ...read });
    const { sinceMs, isShown, isOver } = colourWatch.momentOf(atMs);
    const later = viewedAtMs.filter((momentMs) => momentMs > sinceMs);
    if (later.length < viewedAtMs.length) {
      viewedAtMs = later;
      const quality = await timed(finder, 'quality', () => assessQuality(face));
      colourViews.push(viewOf(face, quality));
    }
    if (!isShown) return { kind: 'taken', stepDone: false };
    await timed(finder, 'colours', () => {
      colourWatch.measure(atMs);
    });
    // A first sequence that could not be told is not done, so that it is asked again; the second is left as it is.
    const stepDone = isTold() || (isOver && colourSequences > 1);
    return { kind: 'taken', stepDone };
  }

  /** Whether nothing more is to be learnt from the colours: they are answered, or by an attack. */
  function isTold(): boolean {
    const { challenge } = policy;
    if (challenge === undefined) return true;
    const { colours } = decidePieces(findings(), challenge);
    const isStill = motionWatch.findings().leaps <= challenge.continuity.leapsMax;
    return colours === 'attack-presentation' || (colours === 'bona-fide' && isStill);
  }

  function findings(): ChallengeFindings {
    const account = steps?.account();
    const { frames, jumps, leaps } = motionWatch.findings();
    return {
      poses: {
        asked: account?.asked ?? 0,
        obeyed: account?.obeyed ?? 0,
        astray: account?.astray ?? 0,
        hastened: account?.hastened ?? 0,
      },
      continuity: { frames, jumps, leaps, lost, others },
      relief: reliefOfTurns(reliefs),
      colours: colourWatch.findings(),
      capture: captureWatch.findings(),
    };
  }

  return {
    release(step, atMs) {
      released = { step, atMs };
      extreme = undefined;
      hindrances.begin();
      if (step.kind === 'colours') {
        colourSequences += 1;
        colourViews.length = 0;
        viewedAtMs = drawMoments(step.colours.length * step.eachMs, draw);
        colourWatch.release(step, atMs);
        motionWatch.settle();
      }
      steps?.release(step, atMs);
    },
    take: async (image, times) => judge(await observe(image), times),
    observe,
    judge,
    views: () => [...straights.map(({ view }) => view), ...movedViews, ...colourViews],
    findings,
    hindrance: () => hindrances.main(),
  };
}

/** One moment in each of so many equal parts of the time, in milliseconds from its beginning. */
function drawMoments(lastsMs: number, draw: DrawNumber): number[] {
  const partMs = Math.max(0, lastsMs - VIEWED_FROM_MS) / COLOUR_VIEWS_MOST;
  return Array.from(
    { length: COLOUR_VIEWS_MOST },
    (_, part) => VIEWED_FROM_MS + part * partMs + draw(Math.max(1, Math.floor(partMs))),
  );
}

function floorOf(floor: QualityFloor, components: readonly QualityComponent[]): QualityFloor {
  const lower: Partial<Record<QualityComponent, number>> = {};
  for (const component of components) {
    const least = floor[component];
    if (least !== undefined) lower[component] = CHECKED_FLOOR_SHARE * least;
  }
  return lower;
}

function viewOf({ pyramid, mesh }: FoundFace, quality: FaceQuality): ProbeFrame {
  return { pyramid, mesh, quality };
}

function poseOf(face: FoundFace, { arrivedAtMs }: FrameTimes): PoseSample {
  const shape = measureShape(face.mesh, baseOf(face.pyramid), 0);
  const { yawDegrees, pitchDegrees, eyeDistancePx } = shape;
  return { atMs: arrivedAtMs, yawDegrees, pitchDegrees, eyeDistancePx };
}

function middleOf(samples: readonly PoseSample[]): Omit<PoseSample, 'atMs'> {
  const median = (of: (sample: PoseSample) => number): number =>
    samples.map(of).sort((one, other) => one - other)[samples.length >> 1] ?? 0;
  return {
    yawDegrees: median((sample) => sample.yawDegrees),
    pitchDegrees: median((sample) => sample.pitchDegrees),
    eyeDistancePx: median((sample) => sample.eyeDistancePx),
  };
}

function keepBest(straights: Straight[], most: number): void {
  straights.sort((one, other) => usefulnessOf(other.view.quality) - usefulnessOf(one.view.quality));
  straights.splice(most);
}
