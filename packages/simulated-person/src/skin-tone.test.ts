import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawnPersonModel } from './drawn-model.ts';
import { skinToneOf, withDarkerSkin } from './skin-tone.ts';

const LIGHT_SKIN = [226, 188, 170] as const;

describe('the tone of a skin', () => {
  it('is told from the pixels of cheeks and forehead', () => {
    assert.equal(skinToneOf(drawnPersonModel(LIGHT_SKIN)), 'light');
    assert.equal(skinToneOf(drawnPersonModel([140, 100, 80])), 'medium');
    assert.equal(skinToneOf(drawnPersonModel([70, 46, 36])), 'dark');
  });

  it('is made darker on the skin and not on the backdrop', () => {
    const model = drawnPersonModel(LIGHT_SKIN);
    for (const tone of ['medium', 'dark'] as const) {
      const darker = withDarkerSkin(model, tone);
      assert.equal(skinToneOf(darker), tone);
      assert.deepEqual(darker.rgb.subarray(0, 3), model.rgb.subarray(0, 3));
    }
  });

  it('is left as it is where it is as dark', () => {
    const dark = drawnPersonModel([60, 38, 30]);
    assert.equal(withDarkerSkin(dark, 'dark'), dark);
  });
});
