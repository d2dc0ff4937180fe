import {
  PROBE_FRAMES_MAX,
  type CaptureFindings,
  type ChallengeStep,
  type ContinuityFindings,
  type FacePolicy,
  type PadResult,
  type ProbeFindings,
  type ReliefFindings,
} from '@bonin/core';
import type { Engine, LiveObservation, ProbeFrame, Reference } from '@bonin/engine';
import { readFile } from 'node:fs/promises';
import type { Clip } from './read-clips.ts';

/** What a recording's pixels say, part by part; a part that could not be applied says why. */
export interface ClipFindings {
  readonly pad: PadResult;
  readonly comparison: ProbeFindings['comparison'];
  readonly continuity: ContinuityFindings;
  /** Of times only the order is known, so that none can be wrong. */
  readonly capture: CaptureFindings;
  readonly relief: ReliefFindings;
}

/** As quickly as pictures come from a page, whatever the recording has: the engine is made for that. */
const LEAST_PAUSE_MS = 100;
const MIDDLE_MS = 300;
/** So long a picture is underway; always the same, since nothing was sent. */
const UNDERWAY_MS = 60;
const TURNS = ['left', 'right', 'up', 'down'] as const;

/**
 * Examines a recording as far as something can be said without having asked for anything.
 *
 * Personal data: reads the pictures; returns numbers.
 */
export async function examineClip(
  engine: Engine,
  clip: Clip,
  { reference, policy }: { readonly reference: Reference | undefined; readonly policy: FacePolicy },
): Promise<ClipFindings> {
  const frames = chooseFrames(clip);
  const observations: LiveObservation[] = [];
  const watched = engine.openLive(policy);
  const good: GoodFrame[] = [];
  for (const { file, atMs } of frames) {
    const image = new Uint8Array(await readFile(file));
    const observation = await watched.observe(image);
    observations.push(observation);
    await watched.judge(observation, { takenAtMs: atMs, arrivedAtMs: atMs + UNDERWAY_MS });
    const acquired = await engine.acquireProbeFrame(image, policy);
    if (acquired.kind === 'acquired') good.push({ image, frame: acquired.frame });
  }
  const { continuity, capture } = watched.findings();
  const { pad, comparison } = await compare(engine, good, { reference, policy });
  return { pad, comparison, continuity, capture, relief: await lookForTurns() };

  /** Nobody asked for a turn, so each is asked for afterwards; the flattest that was made counts. */
  async function lookForTurns(): Promise<ReliefFindings> {
    const found: ReliefFindings[] = [];
    for (const pose of TURNS) {
      const live = engine.openLive(policy);
      const steps: ChallengeStep[] = [
        { kind: 'straight', holdMs: MIDDLE_MS },
        { kind: 'pose', pose, holdMs: 0 },
      ];
      let next = 0;
      for (const [at, observation] of observations.entries()) {
        const atMs = frames[at]!.atMs;
        const step = steps[next];
        if (step === undefined) break;
        if (at === 0) live.release(step, atMs);
        const times = { takenAtMs: atMs, arrivedAtMs: atMs + UNDERWAY_MS };
        const taken = await live.judge(observation, times);
        if (taken.kind !== 'taken' || !taken.stepDone) continue;
        next += 1;
        const following = steps[next];
        if (following !== undefined) live.release(following, atMs + UNDERWAY_MS);
      }
      found.push(live.findings().relief);
    }
    const evaluated = found.flatMap((relief) => (relief.kind === 'evaluated' ? [relief] : []));
    const [flattest] = evaluated.toSorted((one, other) => one.residual - other.residual);
    return flattest ?? found.find(({ kind }) => kind === 'not-evaluated') ?? NO_TURN;
  }
}

const NO_TURN: ReliefFindings = { kind: 'not-evaluated', reason: 'no-turn' };

/** The first picture of a recording that can be a reference. */
export async function referenceOf(
  engine: Pick<Engine, 'acquireReference'>,
  clip: Clip,
  policy: FacePolicy,
): Promise<Reference | undefined> {
  for (const { file } of chooseFrames(clip)) {
    const acquired = await engine.acquireReference(new Uint8Array(await readFile(file)), policy);
    if (acquired.kind === 'acquired') return acquired.reference;
  }
  return undefined;
}

/** Pictures no closer than the engine's, with the times that the rate gives them. */
function chooseFrames({
  files,
  framesPerSecond,
}: Clip): readonly { readonly file: string; readonly atMs: number }[] {
  const every = Math.max(1, Math.round((LEAST_PAUSE_MS * framesPerSecond) / 1_000));
  return files.flatMap((file, at) =>
    at % every === 0 ? [{ file, atMs: (1_000 * at) / framesPerSecond }] : [],
  );
}

interface GoodFrame {
  readonly image: Uint8Array;
  readonly frame: ProbeFrame;
}

async function compare(
  engine: Engine,
  good: readonly GoodFrame[],
  { reference, policy }: { readonly reference: Reference | undefined; readonly policy: FacePolicy },
): Promise<Pick<ProbeFindings, 'pad' | 'comparison'>> {
  const count = Math.min(PROBE_FRAMES_MAX, good.length);
  const spread = Array.from(
    { length: count },
    (_, at) => good[Math.floor((at * good.length) / count)]!,
  );
  if (count < policy.probeFrames.minimum) {
    return {
      pad: { kind: 'not-evaluated', reason: 'sample-unsuitable' },
      comparison: { kind: 'not-evaluated', reason: 'too-few-frames' },
    };
  }
  if (reference !== undefined) {
    const frames = spread.map(({ frame }) => frame);
    return engine.examine(reference, frames, policy);
  }
  const scores: number[] = [];
  for (const { image } of spread) {
    const pad = await engine.padScore(image);
    if (pad.kind === 'not-evaluated') return { pad, comparison: NO_REFERENCE };
    scores.push(pad.score.value);
  }
  const value = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return {
    pad: { kind: 'evaluated', score: { value, scale: engine.padModel } },
    comparison: NO_REFERENCE,
  };
}

const NO_REFERENCE = { kind: 'not-evaluated', reason: 'no-reference' } as const;
