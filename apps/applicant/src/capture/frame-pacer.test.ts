import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TimedPicture } from './frame-source.ts';
import { BUFFERED_BYTES_MAX, frameIntervalMs, startFrames } from './frame-pacer.ts';

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
      intervalMs: () => frameIntervalMs(undefined),
      bufferedBytes: () => buffered,
      send: () => Promise.resolve(),
      onFault: assert.fail,
    });
    await settle();
    assert.equal(taken, 0);
    buffered = 0;
    context.mock.timers.tick(frameIntervalMs(undefined));
    await settle();
    assert.equal(taken, 1);
    pacer.stop();
  });

  it('takes frames closer together while a step is shown, and closest while colours are', () => {
    const [at, moving, coloured] = [
      frameIntervalMs(undefined),
      frameIntervalMs({ kind: 'pose', pose: 'up', holdMs: 100 }),
      frameIntervalMs({ kind: 'colours', colours: ['rose'], eachMs: 340 }),
    ];
    assert.ok(at > moving && moving > coloured);
    // Two frames or three of each colour that is shown for a third of a second.
    assert.ok(340 / coloured > 2 && 340 / coloured < 4);
  });

  it('keeps its pace though the camera keeps a frame back, and follows a pace that changes', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const clock = context.mock.method(performance, 'now', () => nowMs);
    let nowMs = 0;
    let interval = 100;
    const takenAt: number[] = [];
    const letPass = async (ms: number): Promise<void> => {
      nowMs += ms;
      context.mock.timers.tick(ms);
      await settle();
    };
    const pacer = startFrames({
      source: {
        nextFrame: () => {
          takenAt.push(nowMs);
          // The camera has its next one only now.
          nowMs += 30;
          return Promise.resolve(FRAME);
        },
      },
      intervalMs: () => interval,
      bufferedBytes: () => 0,
      send: () => Promise.resolve(),
      onFault: assert.fail,
    });
    await settle();
    await letPass(70);
    await letPass(70);
    interval = 50;
    await letPass(70);
    await letPass(20);
    assert.deepEqual(takenAt, [0, 100, 200, 300, 350]);
    pacer.stop();
    clock.mock.restore();
  });

  it('sends nothing after it was stopped, not even a frame that was being made', async () => {
    const frame = Promise.withResolvers<TimedPicture>();
    let sent = 0;
    const pacer = startFrames({
      source: { nextFrame: () => frame.promise },
      intervalMs: () => frameIntervalMs(undefined),
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
      intervalMs: () => frameIntervalMs(undefined),
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
