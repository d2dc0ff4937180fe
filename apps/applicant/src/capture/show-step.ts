import type { ChallengeStep } from '@bonin/core';
import { COLOUR_LEAST_MS, colourAt, colourTimetable } from './colour-timetable.ts';
import type { PageShown } from './frame-source.ts';

/** Changes never come closer together than this, also where the drawing of one was late. */
const CHANGE_GAP_MS = COLOUR_LEAST_MS - 16;

/** What a step is shown on, and by which clock. */
export interface StepStage {
  readonly show: (shown: PageShown) => void;
  readonly nowMs: () => number;
  /** Calls back before the screen is next drawn. */
  readonly beforeDrawing: (draw: () => void) => void;
}

/**
 * Shows a step for as long as it lasts: a movement at once, colours one after the other when their time has come.
 *
 * Colours go by the clock and not by drawings: a screen that stutters shows one for a shorter time and is right again
 * with one of the next.
 *
 * @returns stops showing it
 */
export function showStep(step: ChallengeStep, stage: StepStage): () => void {
  if (step.kind === 'pose') {
    stage.show({ kind: 'pose', pose: step.pose });
    return () => undefined;
  }
  stage.show({ kind: 'straight' });
  return step.kind === 'colours' ? showColours(step, stage) : () => undefined;
}

function showColours(
  step: Extract<ChallengeStep, { kind: 'colours' }>,
  { show, nowMs, beforeDrawing }: StepStage,
): () => void {
  const timetable = colourTimetable(step);
  const endsAtMs = timetable.at(-1)?.atMs ?? 0;
  const beganAt = nowMs();
  let shown = colourAt(timetable, 0);
  let changedAt = -Infinity;
  let isStopped = false;

  function draw(): void {
    if (isStopped) return;
    const sinceMs = nowMs() - beganAt;
    const colour = colourAt(timetable, sinceMs);
    if (colour !== shown && sinceMs - changedAt >= CHANGE_GAP_MS) {
      shown = colour;
      changedAt = sinceMs;
      show({ kind: 'colour', rgb: colour });
    }
    if (sinceMs < endsAtMs || colour !== shown) beforeDrawing(draw);
  }

  beforeDrawing(draw);
  return () => {
    isStopped = true;
  };
}
