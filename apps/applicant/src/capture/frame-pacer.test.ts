import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TimedPicture } from './frame-source.ts';
import { BUFFERED_BYTES_MAX, FRAME_INTERVAL_MS, startFrames } from './frame-pacer.ts';

const FRAME: TimedPicture = { image: Uint8Array.of(1), takenAtMs: 0 };

describe('startFrames', () => {
  it('takes no frame while the connection has too much to do', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    let buffered = BUFFERED_BYTES_MAX;
    let taken = 0;
    const pacer = startFrames({
      source: {
        nextFrame: () => {
          taken += 1;
          return Promise.resolve(FRAME);
        },
      },
      bufferedBytes: () => buffered,
      send: () => Promise.resolve(),
      onFault: assert.fail,
    });
    await settle();
    assert.equal(taken, 0);
    buffered = 0;
    context.mock.timers.tick(FRAME_INTERVAL_MS);
    await settle();
    assert.equal(taken, 1);
    pacer.stop();
  });

  it('sends nothing after it was stopped, not even a frame that was being made', async () => {
    const frame = Promise.withResolvers<TimedPicture>();
    let sent = 0;
    const pacer = startFrames({
      source: { nextFrame: () => frame.promise },
      bufferedBytes: () => 0,
      send: () => {
        sent += 1;
        return Promise.resolve();
      },
      onFault: assert.fail,
    });
    pacer.stop();
    frame.resolve(FRAME);
    await settle();
    assert.equal(sent, 0);
  });

  it('reports a source that breaks', async () => {
    const broken = Promise.withResolvers<undefined>();
    startFrames({
      source: { nextFrame: () => Promise.reject(new Error('gone')) },
      bufferedBytes: () => 0,
      send: () => Promise.resolve(),
      onFault: () => {
        broken.resolve(undefined);
      },
    });
    await broken.promise;
  });
});

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
