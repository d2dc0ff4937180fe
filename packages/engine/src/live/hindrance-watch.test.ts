import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { openHindranceWatch } from './hindrance-watch.ts';

describe('the hindrance watch', () => {
  it('names what stood in the way most often, once half of the frames could not be used', () => {
    const watch = openHindranceWatch();
    watch.begin();
    for (let frame = 0; frame < 4; frame += 1) watch.took();
    for (let frame = 0; frame < 3; frame += 1) watch.refused('no-face');
    assert.equal(watch.main(), undefined);
    watch.refused('adjust-light');
    assert.equal(watch.main(), 'no-face');
  });

  it('says nothing of an answer that was not given', () => {
    const watch = openHindranceWatch();
    watch.begin();
    for (let frame = 0; frame < 30; frame += 1) watch.took();
    assert.equal(watch.main(), undefined);
  });

  it('forgets what was before the step, and a step that is done', () => {
    const watch = openHindranceWatch();
    for (let frame = 0; frame < 6; frame += 1) watch.refused('come-nearer');
    watch.begin();
    assert.equal(watch.main(), undefined);
    for (let frame = 0; frame < 6; frame += 1) watch.refused('come-nearer');
    assert.equal(watch.main(), 'come-nearer');
    watch.end();
    assert.equal(watch.main(), undefined);
  });
});
