import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { SCREEN_COLOURS, type ScreenColour } from '@bonin/core';
import { linearLight } from '../image/linear-light.ts';
import { measureColourResponse, type ColourSample } from './colour-response.ts';
import type { LinearColour } from './face-colour.ts';

const EACH_MS = 340;
const ASKED: readonly ScreenColour[] = [
  'rose',
  'blue',
  'green',
  'violet',
  'yellow',
  'cyan',
  'rose',
  'green',
  'blue',
  'yellow',
  'violet',
];
const OTHERS: readonly ScreenColour[] = [
  'cyan',
  'yellow',
  'rose',
  'green',
  'violet',
  'blue',
  'yellow',
  'rose',
  'violet',
  'cyan',
  'green',
];

/** Light on skin and room while the screen shows colours, `gain` of the ambient light, with a camera's noise. */
function lit(
  shown: readonly ScreenColour[],
  {
    gain = 0.2,
    behindGains = [0.02, 0.02, 0.02],
    patchGains = [0.2, 0.19, 0.2, 0.22],
    delayMs = 200,
  } = {},
): readonly ColourSample[] {
  let state = 7;
  const noise = (): number => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return 1 + 0.01 * (state / 2 ** 31 - 1);
  };
  const samples: ColourSample[] = [];
  for (let atMs = 0; atMs < ASKED.length * EACH_MS + 700; atMs += 110) {
    const colour = shown[Math.floor((atMs - delayMs) / EACH_MS)];
    const screen =
      colour === undefined ? [0.83, 0.83, 0.83] : SCREEN_COLOURS[colour].map(linearLight);
    const under = (albedo: readonly number[], share: number): LinearColour =>
      albedo.map((one, at) => one * (1 + share * screen[at]!) * noise()) as unknown as LinearColour;
    samples.push({
      atMs,
      skin: under([0.45, 0.3, 0.22], gain),
      behind: behindGains.map((share) => under([0.3, 0.3, 0.3], share)),
      patches: patchGains.map((share) => under([0.45, 0.3, 0.22], share)),
    });
  }
  return samples;
}

const SHOWN = { colours: ASKED, eachMs: EACH_MS, fromMs: 0, withinMs: 900 };

describe('measureColourResponse', () => {
  it('finds the colours that were shown, and how late the answer was', () => {
    const response = measureColourResponse(lit(ASKED), SHOWN);
    assert.ok(response.kind === 'evaluated');
    assert.ok(response.explained > 0.95, `${response.explained}`);
    assert.equal(response.matched, ASKED.length);
    assert.ok(Math.abs(response.delayMs - 200) <= 80, `${response.delayMs}`);
  });

  it('explains little of an answer to other colours', () => {
    const response = measureColourResponse(lit(OTHERS), SHOWN);
    assert.ok(response.kind === 'evaluated');
    assert.ok(response.explained < 0.6, `${response.explained}`);
  });

  it('finds next to no answer where nothing was lit', () => {
    const response = measureColourResponse(lit([]), SHOWN);
    assert.ok(response.kind === 'evaluated');
    assert.ok(response.explained < 0.6 && response.strength < 0.02, JSON.stringify(response));
  });

  it('sees that what is around the head is lit as the skin is, be it in one place only', () => {
    const shareOf = (behindGains: number[]): number | undefined => {
      const response = measureColourResponse(lit(ASKED, { behindGains }), SHOWN);
      return response.kind === 'evaluated' ? response.behindShare : undefined;
    };
    assert.ok((shareOf([0.02, 0.02, 0.02]) ?? 1) < 0.2);
    assert.ok((shareOf([0.2, 0.2, 0.2]) ?? 0) > 0.8);
    assert.ok((shareOf([0.02, 0.15, 0.02]) ?? 0) > 0.6);
  });

  it('says nothing of what is around a head that fills the picture, and looks at what is seen of it', () => {
    const unseen = lit(ASKED).map((sample) => ({
      ...sample,
      behind: [undefined, undefined, undefined],
    }));
    const response = measureColourResponse(unseen, SHOWN);
    assert.ok(response.kind === 'evaluated' && response.behindShare === undefined);
    const partly = lit(ASKED, { behindGains: [0.2, 0.02, 0.02] }).map((sample) => ({
      ...sample,
      behind: [sample.behind[0], undefined, undefined],
    }));
    const seen = measureColourResponse(partly, SHOWN);
    assert.ok(seen.kind === 'evaluated' && (seen.behindShare ?? 0) > 0.8);
    // Where a print shows itself first must have been seen.
    const sidesOnly = lit(ASKED).map((sample) => ({
      ...sample,
      behind: [undefined, ...sample.behind.slice(1)],
    }));
    const hidden = measureColourResponse(sidesOnly, SHOWN);
    assert.ok(hidden.kind === 'evaluated' && hidden.behindShare === undefined);
  });

  it('sees that a face is lit all over, and that a mirror is in one place', () => {
    const leastOf = (patchGains: number[]): number | undefined => {
      const response = measureColourResponse(lit(ASKED, { patchGains }), SHOWN);
      return response.kind === 'evaluated' ? response.patchShare : undefined;
    };
    assert.ok((leastOf([0.2, 0.19, 0.2, 0.22]) ?? 0) > 0.8);
    // A page that is mirrored in glass, on the cheeks and not on the forehead.
    assert.ok((leastOf([0.02, 0.4, 0.4, 0.2]) ?? 1) < 0.3);
    assert.equal(leastOf([]), undefined);
  });

  it('says nothing of too few frames', () => {
    const response = measureColourResponse(lit(ASKED).slice(0, 8), SHOWN);
    assert.deepEqual(response, { kind: 'not-evaluated', reason: 'too-few-frames' });
  });

  it('takes no colour without light for an answer', () => {
    const dark = lit(ASKED).map((sample) => ({ ...sample, skin: [0, 0, 0] as const }));
    assert.equal(measureColourResponse(dark, SHOWN).kind, 'not-evaluated');
  });
});
