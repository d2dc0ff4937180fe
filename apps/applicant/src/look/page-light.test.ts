import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { SCREEN_COLOURS } from '@bonin/core';
import { NEUTRAL_PAGE, type PageColour } from '../capture/frame-source.ts';

const STYLES = readFileSync(join(import.meta.dirname, 'applicant.css'), 'utf8');
/** WCAG 2.2, 1.4.3 “contrast (minimum)”. */
const CONTRAST_LEAST = 4.5;

/** @see WCAG 2.2, “relative luminance” */
function luminanceOf(colour: PageColour): number {
  const [red, green, blue] = colour.map((eight) => {
    const share = eight / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrastOf(one: PageColour, other: PageColour): number {
  const [dark = 0, bright = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

/** A colour of the styles by its name, as the rules of `selector` have it. */
function styled(selector: string, name: string): PageColour {
  const rules = STYLES.slice(STYLES.indexOf(`${selector} {`)).split('}')[0] ?? '';
  const [, hex = ''] = new RegExp(`--${name}: #([0-9a-f]{3,6});`).exec(rules) ?? [];
  const long = hex.length === 3 ? Array.from(hex, (digit) => digit + digit).join('') : hex;
  assert.equal(long.length, 6, `${name} in ${selector}`);
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

describe('words on a page that shines', () => {
  for (const [name, colour] of Object.entries(SCREEN_COLOURS)) {
    it(`can be read on ${name}`, () => {
      for (const ink of ['ink', 'ink-soft', 'teal-deep']) {
        const contrast = contrastOf(styled(":root[data-light='colour']", ink), colour);
        assert.ok(contrast >= CONTRAST_LEAST, `${ink}: ${contrast.toFixed(2)}`);
      }
    });
  }

  it('can be read on the neutral page', () => {
    for (const ink of ['ink', 'ink-soft', 'teal-deep']) {
      const contrast = contrastOf(styled(':root', ink), NEUTRAL_PAGE);
      assert.ok(contrast >= CONTRAST_LEAST, `${ink}: ${contrast.toFixed(2)}`);
    }
  });

  it('measures contrast as it is defined', () => {
    assert.equal(contrastOf([0, 0, 0], [255, 255, 255]), 21);
  });
});
