import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeTimedFrame, encodeTimedFrame } from './timed-frame.ts';

const image = Uint8Array.of(0xff, 0xd8, 7);

describe('a timed frame', () => {
  it('is read as it was written', () => {
    for (const takenAtMs of [0, 1, 66_051, 0xffff_ffff]) {
      assert.deepEqual(decodeTimedFrame(encodeTimedFrame({ takenAtMs, image })), {
        takenAtMs,
        image,
      });
    }
  });

  it('has its time in four bytes before the image, the most significant first', () => {
    const payload = encodeTimedFrame({ takenAtMs: 66_051, image });
    assert.deepEqual([...payload], [0, 1, 2, 3, 0xff, 0xd8, 7]);
  });

  it('says whole milliseconds, and none before the beginning', () => {
    assert.equal(decodeTimedFrame(encodeTimedFrame({ takenAtMs: 12.6, image })).takenAtMs, 13);
    assert.equal(decodeTimedFrame(encodeTimedFrame({ takenAtMs: -4, image })).takenAtMs, 0);
  });

  it('is refused when there is no room for a time', () => {
    for (const length of [0, 3]) {
      assert.throws(() => decodeTimedFrame(new Uint8Array(length)), { code: 'CHUNK_MALFORMED' });
    }
  });
});
