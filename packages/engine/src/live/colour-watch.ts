import {
  COLOURS_WITHIN_MS,
  COLOUR_LEAD_MS,
  type ChallengeStep,
  type ColourFindings,
} from '@bonin/core';
import { measureColourResponse, type ColourSample } from './colour-response.ts';

export type ColourStep = Extract<ChallengeStep, { kind: 'colours' }>;

/** From so long after the first colour could be seen a head has come back from a movement, and is still. */
const AT_REST_FROM_MS = 1_000;

/** How far a released sequence of colours has come at one moment. */
export interface ColourMoment {
  /** Since the first colour could be seen at the earliest, in milliseconds; negative before it. */
  readonly sinceMs: number;
  readonly isAtRest: boolean;
  /** All colours were shown. */
  readonly isShown: boolean;
  /** Also the latest start would have been seen to its end. */
  readonly isOver: boolean;
}

/** Follows the answer to one sequence of colours after the other. */
export interface ColourWatch {
  release(step: ColourStep, atMs: number): void;
  /** @param atMs - when a frame was taken, on the clock of the releases */
  momentOf(atMs: number): ColourMoment;
  keep(sample: ColourSample): void;
  /** Measures what has been kept, as far as it goes. */
  measure(atMs: number): void;
  findings(): ColourFindings;
}

export function openColourWatch(): ColourWatch {
  let released: { readonly step: ColourStep; readonly atMs: number } | undefined;
  let samples: ColourSample[] = [];
  let findings: ColourFindings = { kind: 'not-evaluated', reason: 'not-shown' };

  function momentOf(atMs: number): ColourMoment {
    if (released === undefined) {
      return { sinceMs: -Infinity, isAtRest: false, isShown: false, isOver: false };
    }
    const { colours, eachMs } = released.step;
    const sinceMs = atMs - released.atMs - COLOUR_LEAD_MS;
    const lastsMs = colours.length * eachMs;
    return {
      sinceMs,
      isAtRest: sinceMs >= AT_REST_FROM_MS,
      isShown: sinceMs >= lastsMs,
      isOver: sinceMs >= lastsMs + COLOURS_WITHIN_MS,
    };
  }

  return {
    release(step, atMs) {
      released = { step, atMs };
      samples = [];
      findings = { kind: 'not-evaluated', reason: 'too-few-frames' };
    },
    momentOf,
    keep(sample) {
      samples.push(sample);
    },
    measure(atMs) {
      if (released === undefined) return;
      const { colours, eachMs } = released.step;
      findings = measureColourResponse(samples, {
        colours,
        eachMs,
        fromMs: released.atMs + COLOUR_LEAD_MS,
        // No later start than one whose last colour has been seen by now.
        withinMs: Math.min(
          COLOURS_WITHIN_MS,
          momentOf(atMs).sinceMs - colours.length * eachMs + eachMs / 2,
        ),
      });
    },
    findings: () => findings,
  };
}
