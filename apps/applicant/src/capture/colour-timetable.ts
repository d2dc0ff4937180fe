import { COLOUR_LEAD_MS, SCREEN_COLOURS, type ChallengeStep } from '@bonin/core';
import { NEUTRAL_PAGE, type PageColour } from './frame-source.ts';

type ColoursStep = Extract<ChallengeStep, { kind: 'colours' }>;

/**
 * A colour stays at least so long, whatever was asked for: three changes a second and no more. Then the answer will not
 * fit, and nobody was harmed.
 *
 * @see WCAG 2.2, 2.3.1 “three flashes or below threshold”
 */
export const COLOUR_LEAST_MS = 334;

/** From when on, counted from the moment in which the step is shown, the page has a colour. */
export interface ColourChange {
  readonly atMs: number;
  readonly colour: PageColour;
}

/** When the page changes its colour for a step, the way back to neutral included. */
export function colourTimetable({ colours, eachMs }: ColoursStep): readonly ColourChange[] {
  const lastsMs = Math.max(COLOUR_LEAST_MS, eachMs);
  const changes = colours.map((name, at) => ({
    atMs: COLOUR_LEAD_MS + at * lastsMs,
    colour: SCREEN_COLOURS[name],
  }));
  return [...changes, { atMs: COLOUR_LEAD_MS + colours.length * lastsMs, colour: NEUTRAL_PAGE }];
}

/** The colour of the page so long after the step was shown: neutral before the first and after the last. */
export function colourAt(timetable: readonly ColourChange[], sinceMs: number): PageColour {
  return timetable.findLast(({ atMs }) => atMs <= sinceMs)?.colour ?? NEUTRAL_PAGE;
}
