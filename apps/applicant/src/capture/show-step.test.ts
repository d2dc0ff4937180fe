import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COLOUR_LEAD_MS, SCREEN_COLOURS, type ChallengeStep } from '@bonin/core';
import { NEUTRAL_PAGE, type PageShown } from './frame-source.ts';
import { showStep } from './show-step.ts';

const COLOURS: ChallengeStep = { kind: 'colours', colours: ['rose', 'cyan'], eachMs: 340 };

/** A screen that is drawn when it is told to. */
function screen() {
  const shown: { readonly what: PageShown; readonly atMs: number }[] = [];
  const waiting: (() => void)[] = [];
  let nowMs = 0;
  return {
    shown,
    stage: {
      show: (what: PageShown) => shown.push({ what, atMs: nowMs }),
      nowMs: () => nowMs,
      beforeDrawing: (draw: () => void) => waiting.push(draw),
    },
    drawAt: (ms: number) => {
      nowMs = ms;
      for (const draw of waiting.splice(0)) draw();
    },
    isDrawing: () => waiting.length > 0,
  };
}

describe('showing a step', () => {
  it('shows a movement at once, and leaves it', () => {
    const { shown, stage, isDrawing } = screen();
    showStep({ kind: 'pose', pose: 'up', holdMs: 100 }, stage);
    showStep({ kind: 'straight', holdMs: 100 }, stage);
    assert.deepEqual(
      shown.map(({ what }) => what),
      [{ kind: 'pose', pose: 'up' }, { kind: 'straight' }],
    );
    assert.equal(isDrawing(), false);
  });

  it('shows each colour when its time has come, then neutral, then draws no more', () => {
    const { shown, stage, drawAt, isDrawing } = screen();
    showStep(COLOURS, stage);
    for (let ms = 0; ms <= 2_000; ms += 16) drawAt(ms);
    assert.deepEqual(
      shown.map(({ what }) => what),
      [
        { kind: 'straight' },
        { kind: 'colour', rgb: SCREEN_COLOURS.rose },
        { kind: 'colour', rgb: SCREEN_COLOURS.cyan },
        { kind: 'colour', rgb: NEUTRAL_PAGE },
      ],
    );
    const [, first, second] = shown;
    assert.ok(first !== undefined && second !== undefined);
    assert.ok(first.atMs - COLOUR_LEAD_MS < 16 && second.atMs - COLOUR_LEAD_MS - 340 < 16);
    assert.equal(isDrawing(), false);
  });

  it('leaves out a colour that a stuttering screen would show too late', () => {
    const { shown, stage, drawAt } = screen();
    showStep(COLOURS, stage);
    drawAt(COLOUR_LEAD_MS + 400);
    assert.deepEqual(shown.at(-1)?.what, { kind: 'colour', rgb: SCREEN_COLOURS.cyan });
    assert.equal(shown.length, 2);
  });

  it('changes no oftener than it may, although the drawing of a colour was late', () => {
    const { shown, stage, drawAt } = screen();
    const colours = ['rose', 'cyan', 'green', 'blue', 'rose'] as const;
    showStep({ kind: 'colours', colours, eachMs: 340 }, stage);
    drawAt(0);
    for (let ms = COLOUR_LEAD_MS + 300; ms <= 4_000; ms += 16) drawAt(ms);
    const changes = shown.slice(1).map(({ atMs }) => atMs);
    assert.equal(changes.length, colours.length + 1);
    const gaps = changes.slice(1).map((atMs, at) => atMs - (changes[at] ?? 0));
    assert.ok(Math.min(...gaps) >= 318, gaps.join(', '));
    assert.deepEqual(shown.at(-1)?.what, { kind: 'colour', rgb: NEUTRAL_PAGE });
  });

  it('shows nothing more once it was stopped', () => {
    const { shown, stage, drawAt } = screen();
    const stop = showStep(COLOURS, stage);
    drawAt(COLOUR_LEAD_MS);
    stop();
    drawAt(COLOUR_LEAD_MS + 400);
    assert.equal(shown.length, 2);
  });
});
