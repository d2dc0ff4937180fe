import {
  COLOURS_WITHIN_MS,
  COLOUR_LEAD_MS,
  type ChallengeFindings,
  type ChallengeStep,
  type ColourFindings,
  type FacePolicy,
  type FaceQuality,
  type GuidanceSymbol,
  type ReliefFindings,
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
import { measureColourResponse, type ColourSample } from './colour-response.ts';
import { readFaceColours } from './face-colour.ts';
import { openFaceFollower } from './face-follower.ts';
import { openMotionWatch } from './motion-watch.ts';
import { measureRelief, type FaceView } from './relief.ts';
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
 * Personal data: keeps up to eight frames and the shape of a face for as long as it is referred to.
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
}

/** Straight frames needed before movements are counted from them. */
const MIDDLE_FRAMES_LEAST = 3;
const STRAIGHT_VIEWS_MOST = 3;
const COLOUR_VIEWS_MOST = 2;
const MOVED_VIEWS_MOST = 3;

interface Straight {
  readonly view: ProbeFrame;
  readonly sample: PoseSample;
}

export function openLiveExamination(finder: Finder, policy: FacePolicy): LiveExamination {
  const follower = openFaceFollower(finder);
  const captureWatch = openCaptureWatch();
  const motionWatch = openMotionWatch();
  const straights: Straight[] = [];
  const movedViews: ProbeFrame[] = [];
  const colourViews: ProbeFrame[] = [];
  const residuals: number[] = [];
  let reliefMissed: 'no-turn' | 'too-few-points' = 'no-turn';
  let steps: StepFollower | undefined;
  let released: { readonly step: ChallengeStep; readonly atMs: number } | undefined;
  let extreme: { readonly view: ProbeFrame; readonly progress: number } | undefined;
  let colourSamples: ColourSample[] = [];
  let colours: ColourFindings = { kind: 'not-evaluated', reason: 'not-shown' };
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
    const sample = poseOf(face, times);
    motionWatch.take(face.mesh, times.takenAtMs);
    switch (released?.step.kind) {
      case undefined:
        return { kind: 'taken', stepDone: false };
      case 'straight':
        return takeStraight(face, sample, released.step.holdMs);
      case 'pose':
        return takePose(face, sample);
      case 'colours':
        return takeColours(face, times, released.step);
    }
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
    straights.push({ view: viewOf(face, quality), sample });
    const [first] = straights;
    const spanMs = sample.atMs - (first?.sample.atMs ?? sample.atMs);
    if (straights.length < MIDDLE_FRAMES_LEAST || spanMs < holdMs) {
      return { kind: 'taken', stepDone: false };
    }
    steps ??= openStepFollower(middleOf(straights.map((straight) => straight.sample)));
    keepBest(straights, STRAIGHT_VIEWS_MOST);
    released = undefined;
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
      if (movedViews.length > MOVED_VIEWS_MOST) movedViews.shift();
      if (done.pose !== 'nearer') await lookForRelief(moved);
    }
    released = undefined;
    return { kind: 'taken', stepDone: true };
  }

  async function lookForRelief(turned: FaceView): Promise<void> {
    const [straight] = straights;
    if (straight === undefined) return;
    const relief = await timed(finder, 'relief', () => measureRelief(straight.view, turned));
    if (relief.kind === 'evaluated') residuals.push(relief.medianResidual);
    else reliefMissed = relief.reason;
  }

  async function takeColours(
    face: FoundFace,
    times: FrameTimes,
    step: Extract<ChallengeStep, { kind: 'colours' }>,
  ): Promise<LiveTaken> {
    const read = await timed(finder, 'colours', () => readFaceColours(face.pyramid, face.mesh));
    // Brought to this machine's clock by the frame that was quickest underway.
    const atMs = times.takenAtMs + quickestMs;
    if (read !== undefined) colourSamples.push({ atMs, ...read });
    const since = atMs - (released?.atMs ?? atMs) - COLOUR_LEAD_MS;
    const lastsMs = step.colours.length * step.eachMs;
    if (colourViews.length < COLOUR_VIEWS_MOST && since > (colourViews.length * lastsMs) / 2) {
      const quality = await timed(finder, 'quality', () => assessQuality(face));
      colourViews.push(viewOf(face, quality));
    }
    if (since < lastsMs) return { kind: 'taken', stepDone: false };
    colours = measureColourResponse(colourSamples, {
      colours: step.colours,
      eachMs: step.eachMs,
      fromMs: (released?.atMs ?? 0) + COLOUR_LEAD_MS,
      withinMs: Math.min(COLOURS_WITHIN_MS, since - lastsMs + step.eachMs / 2),
    });
    // Judged only when also the latest start would have been seen to its end, unless it is plain before.
    const isPlain = colours.kind === 'evaluated' && colours.explained >= PLAIN_FROM;
    if (!isPlain && since < lastsMs + COLOURS_WITHIN_MS) return { kind: 'taken', stepDone: false };
    released = undefined;
    return { kind: 'taken', stepDone: true };
  }

  return {
    release(step, atMs) {
      released = { step, atMs };
      extreme = undefined;
      if (step.kind === 'colours') {
        colourSamples = [];
        colours = { kind: 'not-evaluated', reason: 'too-few-frames' };
      }
      steps?.release(step, atMs);
    },
    take: async (image, times) => judge(await observe(image), times),
    observe,
    judge,
    views: () => [...straights.map(({ view }) => view), ...movedViews, ...colourViews],
    findings() {
      const account = steps?.account();
      const { frames, jumps } = motionWatch.findings();
      return {
        poses: {
          asked: account?.asked ?? 0,
          obeyed: account?.obeyed ?? 0,
          opposite: account?.opposite ?? 0,
          hastened: account?.hastened ?? 0,
        },
        continuity: { frames, jumps, lost, others },
        relief: reliefOf(residuals, reliefMissed),
        colours,
        capture: captureWatch.findings(),
      };
    },
  };
}

/** From here on nobody needs to wait whether a later start fits still better. */
const PLAIN_FROM = 0.85;

/** The least of the turns: a flat thing must not hide behind one turn that was measured badly. */
function reliefOf(
  residuals: readonly number[],
  missed: 'no-turn' | 'too-few-points',
): ReliefFindings {
  return residuals.length === 0
    ? { kind: 'not-evaluated', reason: missed }
    : { kind: 'evaluated', residual: Math.min(...residuals) };
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
