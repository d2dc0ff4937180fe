/**
 * One capture under a challenge, as server, device and booth conduct it, on a clock of its own.
 *
 * Here: who says what when, with delays. Not here: what stands before the camera (a `Presentation`), and what its
 * frames say (the engine).
 */
import {
  COLOUR_LEAD_MS,
  SCREEN_COLOURS,
  drawAgain,
  drawChallenge,
  stepLimitMs,
  type ChallengeOutline,
  type ChallengeStep,
  type DrawNumber,
  type FacePolicy,
  type ProbeFindings,
} from '@bonin/core';
import type { Engine, Reference } from '@bonin/engine';
import type { Presentation, RgbPicture } from '@bonin/simulated-person';

export interface SessionWorld {
  readonly engine: Engine;
  readonly policy: FacePolicy;
  readonly outline: ChallengeOutline;
  readonly draw: DrawNumber;
  readonly encode: (picture: RgbPicture) => Promise<Uint8Array>;
}

/** How a session ended. */
export interface SessionEnding {
  readonly findings: ProbeFindings | undefined;
  /** From the first step to the last frame. */
  readonly lastedMs: number;
  readonly frames: number;
  readonly stepsDone: number;
  readonly steps: number;
  readonly repeats: number;
  readonly refusals: ReadonlyMap<string, number>;
}

const NEUTRAL = [235, 235, 235] as const;
const GRID_MS = 250;
const FRAME_MS = 165;
const COLOUR_FRAME_MS = 110;
const REPEATS_MOST = 1;

export async function runSession(
  presentation: Presentation,
  reference: Reference,
  { engine, policy, outline, draw, encode }: SessionWorld,
): Promise<SessionEnding> {
  const live = engine.openLive(policy);
  const plan = [...drawChallenge(outline, draw)];
  const refusals = new Map<string, number>();
  const uplinkMs = (): number => 40 + draw(60) + (draw(12) === 0 ? draw(150) : 0);
  const downlinkMs = (): number => 25 + draw(50);
  let nowMs = 0;
  let frames = 0;
  let repeats = 0;
  let stepsDone = 0;
  let lastArrivedMs = 0;

  presentation.see({ kind: 'colour', rgb: NEUTRAL }, 0);
  for (let at = 0; at < plan.length; at += 1) {
    let step = plan[at] as ChallengeStep;
    for (;;) {
      const outcome = await conduct(step);
      if (outcome === 'done') break;
      if (outcome === 'over' || repeats >= REPEATS_MOST || step.kind === 'straight') {
        return ending(undefined);
      }
      repeats += 1;
      step = drawAgain(step, outline, draw);
    }
    stepsDone += 1;
  }
  return ending(await engine.examine(reference, live.views(), policy, live.findings()));

  async function conduct(step: ChallengeStep): Promise<'done' | 'not-done' | 'over'> {
    const releasedAt = Math.ceil(nowMs / GRID_MS) * GRID_MS + 20;
    live.release(step, releasedAt);
    const shownAt = releasedAt + downlinkMs();
    const showing = screenplay(step, shownAt);
    nowMs = Math.max(nowMs, shownAt);
    const limit = releasedAt + stepLimitMs(step, outline);
    for (let takenAt = nowMs; takenAt < limit;) {
      while (showing[0] !== undefined && showing[0].atMs <= takenAt) {
        const { shown, atMs } = showing.shift()!;
        presentation.see(shown, atMs);
      }
      const image = await encode(presentation.frameAt(takenAt));
      frames += 1;
      const arrivedAtMs = Math.max(lastArrivedMs + 1, takenAt + uplinkMs());
      lastArrivedMs = arrivedAtMs;
      const taken = await live.take(image, { takenAtMs: takenAt, arrivedAtMs });
      if (taken.kind === 'refused') {
        refusals.set(taken.guidance, (refusals.get(taken.guidance) ?? 0) + 1);
      } else if (taken.stepDone) {
        nowMs = Math.max(takenAt + COLOUR_FRAME_MS, arrivedAtMs);
        if (step.kind === 'colours') presentation.see({ kind: 'colour', rgb: NEUTRAL }, nowMs);
        return 'done';
      }
      const paceMs = step.kind === 'colours' ? COLOUR_FRAME_MS : FRAME_MS;
      takenAt += paceMs + draw(21) - 10;
      nowMs = takenAt;
    }
    return 'not-done';
  }

  function ending(findings: ProbeFindings | undefined): SessionEnding {
    return { findings, lastedMs: nowMs, frames, stepsDone, steps: plan.length, repeats, refusals };
  }
}

type Shown = Parameters<Presentation['see']>[0];

/** What the page shows for a step, and when. */
function screenplay(
  step: ChallengeStep,
  shownAt: number,
): { readonly shown: Shown; readonly atMs: number }[] {
  switch (step.kind) {
    case 'straight':
      return [{ shown: { kind: 'straight' }, atMs: shownAt }];
    case 'pose':
      return [{ shown: { kind: 'pose', pose: step.pose }, atMs: shownAt }];
    case 'colours':
      return [
        { shown: { kind: 'straight' }, atMs: shownAt },
        ...step.colours.map((colour, place) => ({
          shown: { kind: 'colour', rgb: SCREEN_COLOURS[colour] } as const,
          atMs: shownAt + COLOUR_LEAD_MS + place * step.eachMs,
        })),
        {
          shown: { kind: 'colour', rgb: NEUTRAL },
          atMs: shownAt + COLOUR_LEAD_MS + step.colours.length * step.eachMs,
        },
      ];
  }
}
