import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { CARD_STAGE, FACE_STAGE, shownPart, wholeOf } from './shown-part.ts';

const STYLES = readFileSync(join(import.meta.dirname, '../look/applicant.css'), 'utf8');
const OVAL = readFileSync(join(import.meta.dirname, '../screens/look-at-camera/oval.tsx'), 'utf8');

describe('the part of a picture that is sealed', () => {
  it('is the middle of a wide picture, in full height', () => {
    assert.deepEqual(shownPart({ width: 1280, height: 720 }, FACE_STAGE), {
      left: 388,
      top: 0,
      width: 504,
      height: 720,
    });
  });

  it('is the middle of a tall picture, in full width', () => {
    assert.deepEqual(shownPart({ width: 1440, height: 1920 }, CARD_STAGE), {
      left: 0,
      top: 420,
      width: 1440,
      height: 1080,
    });
  });

  it('is the whole picture where it has the shape of the stage', () => {
    const picture = { width: 1920, height: 1440 };
    assert.deepEqual(shownPart(picture, CARD_STAGE), wholeOf(picture));
  });

  it('has the shape that the styles give the stages', () => {
    for (const [name, { width, height }] of [
      ['card', CARD_STAGE],
      ['face', FACE_STAGE],
    ] as const) {
      const rule = new RegExp(`\\.stage-${name} \\{[^}]*aspect-ratio: ${width} / ${height};`);
      assert.match(STYLES, rule);
    }
  });

  it('holds the whole oval with a margin on every side', () => {
    const [, left, top, width, height] =
      /viewBox="(\d+) (\d+) (\d+) (\d+)"/.exec(OVAL)?.map(Number) ?? [];
    assert.ok(left !== undefined && top !== undefined && width !== undefined);
    assert.ok(height !== undefined);
    // The oval is drawn from 54 to 246 and from 42 to 322.
    const margins = [54 - left, left + width - 246, 42 - top, top + height - 322];
    assert.ok(Math.min(...margins) >= 14, margins.join(', '));
    assert.ok(Math.abs(width / height - FACE_STAGE.width / FACE_STAGE.height) < 0.005);
  });
});
