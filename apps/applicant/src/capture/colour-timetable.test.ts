import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  CHALLENGE_PROFILES,
  COLOUR_LEAD_MS,
  SCREEN_COLOUR_NAMES,
  SCREEN_COLOURS,
  drawChallenge,
  type ChallengeStep,
} from '@bonin/core';
import { parseDecisionPolicy } from '@bonin/protocol';
import {
  COLOUR_LEAST_MS,
  colourAt,
  colourTimetable,
  type ColourChange,
} from './colour-timetable.ts';
import { NEUTRAL_PAGE } from './frame-source.ts';

type ColoursStep = Extract<ChallengeStep, { kind: 'colours' }>;

const STEP: ColoursStep = { kind: 'colours', colours: ['rose', 'cyan', 'rose'], eachMs: 340 };

/** Most changes within any second. */
function mostChangesASecond(timetable: readonly ColourChange[]): number {
  return Math.max(
    ...timetable.map(
      ({ atMs }) =>
        timetable.filter((other) => other.atMs >= atMs && other.atMs < atMs + 1000).length,
    ),
  );
}

describe('the colours of the page', () => {
  it('come one after the other, each for its time, after a moment to get back to the middle', () => {
    assert.deepEqual(colourTimetable(STEP), [
      { atMs: COLOUR_LEAD_MS, colour: SCREEN_COLOURS.rose },
      { atMs: COLOUR_LEAD_MS + 340, colour: SCREEN_COLOURS.cyan },
      { atMs: COLOUR_LEAD_MS + 680, colour: SCREEN_COLOURS.rose },
      { atMs: COLOUR_LEAD_MS + 1020, colour: NEUTRAL_PAGE },
    ]);
  });

  it('go by the time that has passed, however seldom the screen is drawn', () => {
    const timetable = colourTimetable(STEP);
    const at = (ms: number) => colourAt(timetable, ms);
    assert.equal(at(0), NEUTRAL_PAGE);
    assert.equal(at(COLOUR_LEAD_MS - 1), NEUTRAL_PAGE);
    assert.equal(at(COLOUR_LEAD_MS), SCREEN_COLOURS.rose);
    assert.equal(at(COLOUR_LEAD_MS + 700), SCREEN_COLOURS.rose);
    assert.equal(at(COLOUR_LEAD_MS + 1020), NEUTRAL_PAGE);
    assert.equal(at(100_000), NEUTRAL_PAGE);
  });

  it('change no more than three times a second in any kind of challenge of the shipped policies', () => {
    const document = readFileSync(
      join(import.meta.dirname, '../../../../policies/attended.json'),
      'utf8',
    );
    const { challenges } = parseDecisionPolicy(JSON.parse(document));
    let looked = 0;
    for (const profile of CHALLENGE_PROFILES) {
      const outline = challenges?.[profile]?.outline;
      assert.ok(outline !== undefined, profile);
      for (const step of drawChallenge(outline, randomInt)) {
        if (step.kind !== 'colours') continue;
        assert.ok(mostChangesASecond(colourTimetable(step)) <= 3, profile);
        looked += 1;
      }
    }
    // All but the one without colours.
    assert.equal(looked, CHALLENGE_PROFILES.length - 1);
  });

  it('change no more than three times a second even where a policy would have it', () => {
    for (const eachMs of [0, 1, 100, 300, COLOUR_LEAST_MS]) {
      const step: ColoursStep = { kind: 'colours', colours: SCREEN_COLOUR_NAMES, eachMs };
      assert.ok(mostChangesASecond(colourTimetable(step)) <= 3, String(eachMs));
    }
  });
});
