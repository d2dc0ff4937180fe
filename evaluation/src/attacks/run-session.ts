/**
 * One capture under a challenge, as server, device and booth conduct it, on a clock of its own.
 *
 * Here: who says what when, with delays. Not here: what stands before the camera (a `Presentation`), and what its
 * frames say (the engine).
 */
import {
  COLOUR_LEAD_MS,
  SCREEN_COLOURS,
  SYMBOL_GRID_MS,
  drawAgain,
  drawChallenge,
  stepLimitMs,
  type ChallengeOutline,
  type ChallengeStep,
  type DrawNumber,
  type FacePolicy,
  type GuidanceSymbol,
  type ProbeFindings,
} from '@bonin/core';
import type { Engine, LiveExamination, LiveObservation, Reference } from '@bonin/engine';
import {
  NEUTRAL_PAGE,
  type Presentation,
  type RgbPicture,
  type Shown,
} from '@bonin/simulated-person';
import { openTimetable } from './timetable.ts';

/** What takes pictures of a presentation, or gives those that were taken before. */
export interface FrameSource {
  see(shown: Shown, atMs: number): void;
  /** What the picture of this moment shows. Called in order of time. */
  take(atMs: number): Promise<LiveObservation>;
  /** When the device says that it was taken; the truth when absent. */
  dateOf?(atMs: number): number;
  /** When the next picture is taken, for a source with times of its own. */
  next?(afterMs: number): number;
}

/** What a booth decides on. */
export interface Examined {
  readonly findings: ProbeFindings;
  /** Why the capture was not good enough, where that is so: then nothing is decided, and no attempt used up. */
  readonly hindrance: GuidanceSymbol | undefined;
}

export interface SessionTerms {
  readonly outline: ChallengeOutline;
  readonly draw: DrawNumber;
  /** Called when the booth decides. */
  readonly examine: () => Promise<Examined>;
  /** Goes on after a step that was missed, to see what the other pieces would have said. */
  readonly goesBeyond: boolean;
}

export interface SessionWorld {
  readonly engine: Pick<Engine, 'openLive' | 'examine'>;
  readonly policy: FacePolicy;
  readonly outline: ChallengeOutline;
  readonly draw: DrawNumber;
  readonly encode: (picture: RgbPicture) => Promise<Uint8Array>;
  readonly goesBeyond?: boolean;
}

/** How a session ended. */
export interface SessionEnding {
  /** What the booth decides on. */
  readonly findings: ProbeFindings;
  readonly hindrance: GuidanceSymbol | undefined;
  /** What it would have decided on, had the capture gone on after the step that was missed. */
  readonly beyond: ProbeFindings | undefined;
  /** The step that was missed; `undefined` when all were done. */
  readonly missed: ChallengeStep['kind'] | undefined;
  /** From the first step shown to the last one acknowledged, or to the end. */
  readonly lastedMs: number;
  readonly frames: number;
  readonly stepsDone: number;
  readonly steps: number;
  readonly repeats: number;
  readonly refusals: ReadonlyMap<string, number>;
}

/** How often the page takes a frame; before the first step, in a step, and under colours. */
const PACE_MS = { waiting: 200, straight: 165, pose: 165, colours: 110 } as const;
const PACE_SCATTER_MS = 10;
/** Steps of one challenge that may be drawn anew, as the server allows. */
const REPEATS_MOST = 1;

/** Conducts a session of whatever stands before the camera. */
export async function runSession(
  presentation: Presentation,
  reference: Reference,
  { engine, policy, outline, draw, encode, goesBeyond = false }: SessionWorld,
): Promise<SessionEnding> {
  const live = engine.openLive(policy, draw);
  return conductSession(live, cameraOf(presentation, live, encode), {
    outline,
    draw,
    goesBeyond,
    examine: async () => ({
      findings: await engine.examine(reference, live.views(), policy, live.findings()),
      hindrance: live.hindrance(),
    }),
  });
}

/** A camera, and the booth's first look at each of its pictures. */
export function cameraOf(
  presentation: Presentation,
  live: Pick<LiveExamination, 'observe'>,
  encode: SessionWorld['encode'],
): FrameSource {
  return {
    see: (shown, atMs) => presentation.see(shown, atMs),
    take: async (atMs) => live.observe(await encode(presentation.frameAt(atMs))),
    dateOf: (atMs) => presentation.dateOf?.(atMs) ?? atMs,
  };
}

/** Conducts a session of frames, wherever they come from. */
export async function conductSession(
  live: Pick<LiveExamination, 'release' | 'judge'>,
  source: FrameSource,
  { outline, draw, examine, goesBeyond }: SessionTerms,
): Promise<SessionEnding> {
  const plan = [...drawChallenge(outline, draw)];
  const timetable = openTimetable();
  const refusals = new Map<string, number>();
  const uplinkMs = (): number => 40 + draw(60) + (draw(12) === 0 ? draw(150) : 0);
  const downlinkMs = (): number => 25 + draw(50);

  let place = 0;
  let releases = 0;
  let repeats = 0;
  let stepsDone = 0;
  let frames = 0;
  let asked: keyof typeof PACE_MS = 'waiting';
  let lastArrivedMs = 0;
  let firstShownMs: number | undefined;
  let endedMs = 0;
  let isOver = false;
  let hasClosed = false;
  let missed: ChallengeStep['kind'] | undefined;
  let decided: Examined | undefined;

  timetable.at(0, () => show({ kind: 'colour', rgb: NEUTRAL_PAGE }, 0));
  timetable.at(1, takeFrame);
  timetable.at(SYMBOL_GRID_MS + 20, release);
  await timetable.run();
  const last = await examine();
  return {
    ...(decided ?? last),
    beyond: decided === undefined ? undefined : last.findings,
    missed,
    lastedMs: endedMs - (firstShownMs ?? 0),
    frames,
    stepsDone,
    steps: plan.length,
    repeats,
    refusals,
  };

  function show(shown: Shown, atMs: number): void {
    source.see(shown, atMs);
  }

  /** The server asks for the next step. */
  function release(nowMs: number): void {
    const step = plan[place];
    if (step === undefined) {
      over(nowMs);
      return;
    }
    releases += 1;
    const number = releases;
    live.release(step, nowMs);
    timetable.at(nowMs + stepLimitMs(step, outline), (atMs) => miss(number, atMs));
    const shownAtMs = nowMs + downlinkMs();
    timetable.at(shownAtMs, (atMs) => {
      firstShownMs ??= atMs;
      asked = step.kind;
    });
    for (const { shown, afterMs } of screenplay(step)) {
      timetable.at(shownAtMs + afterMs, (atMs) => {
        // A step that was done or drawn anew is shown no longer.
        if (number === releases) show(shown, atMs);
      });
    }
  }

  async function miss(number: number, nowMs: number): Promise<void> {
    const step = plan[place];
    if (number !== releases || step === undefined || isOver) return;
    if (step.kind !== 'straight' && repeats < REPEATS_MOST) {
      repeats += 1;
      plan[place] = drawAgain(step, outline, draw);
      release(nowMs);
      return;
    }
    missed ??= step.kind;
    if (!goesBeyond || step.kind === 'straight') {
      over(nowMs);
      return;
    }
    decided ??= await examine();
    place += 1;
    release(nowMs);
  }

  /** The server hears that the step was seen. */
  function heard(number: number, nowMs: number): void {
    if (number !== releases || isOver) return;
    if (missed === undefined) stepsDone += 1;
    place += 1;
    release(nowMs);
  }

  function over(nowMs: number): void {
    isOver = true;
    releases += 1;
    endedMs = nowMs;
    timetable.at(nowMs + downlinkMs(), () => {
      hasClosed = true;
    });
  }

  /** The page takes a picture and sends it. */
  async function takeFrame(nowMs: number): Promise<void> {
    if (hasClosed) return;
    const frame = await source.take(nowMs);
    frames += 1;
    lastArrivedMs = Math.max(lastArrivedMs + 1, nowMs + uplinkMs());
    const takenAtMs = source.dateOf?.(nowMs) ?? nowMs;
    timetable.at(lastArrivedMs, (atMs) => arrive(frame, takenAtMs, atMs));
    const paceMs = PACE_MS[asked] + draw(2 * PACE_SCATTER_MS + 1) - PACE_SCATTER_MS;
    timetable.at(source.next?.(nowMs) ?? nowMs + paceMs, takeFrame);
  }

  /** The booth judges a picture. */
  async function arrive(
    frame: LiveObservation,
    takenAtMs: number,
    arrivedAtMs: number,
  ): Promise<void> {
    const number = releases;
    const taken = await live.judge(frame, { takenAtMs, arrivedAtMs });
    if (taken.kind === 'refused') {
      refusals.set(taken.guidance, (refusals.get(taken.guidance) ?? 0) + 1);
    } else if (taken.stepDone) {
      const saidAtMs = Math.ceil(arrivedAtMs / SYMBOL_GRID_MS) * SYMBOL_GRID_MS;
      timetable.at(saidAtMs + 20, (atMs) => heard(number, atMs));
    }
  }
}

/** What the page shows for a step, and how long after the step is there. */
function screenplay(
  step: ChallengeStep,
): readonly { readonly shown: Shown; readonly afterMs: number }[] {
  switch (step.kind) {
    case 'straight':
      return [{ shown: { kind: 'straight' }, afterMs: 0 }];
    case 'pose':
      return [{ shown: { kind: 'pose', pose: step.pose }, afterMs: 0 }];
    case 'colours':
      return [
        { shown: { kind: 'straight' }, afterMs: 0 },
        ...step.colours.map((colour, at) => ({
          shown: { kind: 'colour', rgb: SCREEN_COLOURS[colour] } as const,
          afterMs: COLOUR_LEAD_MS + at * step.eachMs,
        })),
        {
          shown: { kind: 'colour', rgb: NEUTRAL_PAGE },
          afterMs: COLOUR_LEAD_MS + step.colours.length * step.eachMs,
        },
      ];
  }
}
