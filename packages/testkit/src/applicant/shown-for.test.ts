import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COLOUR_LEAD_MS, SCREEN_COLOURS } from '@bonin/core';
import { NEUTRAL_PAGE } from '@bonin/simulated-person';
import { shownFor } from './shown-for.ts';

describe('what a page shows for a step', () => {
  it('is a pose at once, and stays so', () => {
    assert.deepEqual(shownFor({ kind: 'pose', pose: 'left', holdMs: 300 }), [
      { afterMs: 0, shown: { kind: 'pose', pose: 'left' } },
    ]);
  });

  it('is the middle first and then each colour for its time, and in the end the page as it always is', () => {
    const turns = shownFor({ kind: 'colours', colours: ['rose', 'cyan'], eachMs: 340 });
    assert.deepEqual(turns, [
      { afterMs: 0, shown: { kind: 'straight' } },
      { afterMs: COLOUR_LEAD_MS, shown: { kind: 'colour', rgb: SCREEN_COLOURS.rose } },
      { afterMs: COLOUR_LEAD_MS + 340, shown: { kind: 'colour', rgb: SCREEN_COLOURS.cyan } },
      { afterMs: COLOUR_LEAD_MS + 680, shown: { kind: 'colour', rgb: NEUTRAL_PAGE } },
    ]);
  });
});
