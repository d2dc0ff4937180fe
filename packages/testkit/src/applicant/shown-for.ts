import { COLOUR_LEAD_MS, SCREEN_COLOURS, type ChallengeStep } from '@bonin/core';
import { NEUTRAL_PAGE, type Shown } from '@bonin/simulated-person';

/** What a page shows, and how long after the step came. */
export interface Turn {
  readonly afterMs: number;
  readonly shown: Shown;
}

/** What a page shows for a step of a challenge, from beginning to end. */
export function shownFor(step: ChallengeStep): readonly Turn[] {
  switch (step.kind) {
    case 'straight':
      return [{ afterMs: 0, shown: { kind: 'straight' } }];
    case 'pose':
      return [{ afterMs: 0, shown: { kind: 'pose', pose: step.pose } }];
    case 'colours':
      return [
        { afterMs: 0, shown: { kind: 'straight' } },
        ...step.colours.map((colour, place) => ({
          afterMs: COLOUR_LEAD_MS + place * step.eachMs,
          shown: { kind: 'colour', rgb: SCREEN_COLOURS[colour] } as const,
        })),
        {
          afterMs: COLOUR_LEAD_MS + step.colours.length * step.eachMs,
          shown: { kind: 'colour', rgb: NEUTRAL_PAGE },
        },
      ];
  }
}
