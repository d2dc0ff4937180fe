import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { openRefill } from './refill.ts';

describe('refilling', () => {
  it('adds until there is enough, one at a time', async () => {
    let ready = 0;
    let adding = 0;
    const refill = openRefill(
      () => ready < 3,
      async () => {
        adding += 1;
        assert.equal(adding, 1);
        await setImmediate();
        ready += 1;
        adding -= 1;
      },
    );
    refill();
    refill();
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    assert.equal(ready, 3);
  });

  it('goes on when one is taken just as it was done', async () => {
    let ready = 0;
    let taken = 0;
    const refill = openRefill(
      () => {
        if (ready === 1 && taken === 0) {
          taken = 1;
          // After the look that found enough, before the refilling counts as ended.
          queueMicrotask(() => {
            ready -= 1;
            refill();
          });
          return false;
        }
        return ready < 1;
      },
      async () => {
        await setImmediate();
        ready += 1;
      },
    );
    refill();
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    assert.deepEqual({ ready, taken }, { ready: 1, taken: 1 });
  });
});
