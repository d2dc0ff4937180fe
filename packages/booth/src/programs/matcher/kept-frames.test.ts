import { PROBE_FRAMES_MAX } from '@bonin/core';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openKeptFrames } from './kept-frames.ts';

function keeping(times: readonly number[], policy = { minimum: 2, best: 2, spreadMs: 1_000 }) {
  const kept = openKeptFrames<number>(policy);
  for (const time of times) kept.keep(time, time);
  return kept;
}

describe('the frames that a booth keeps', () => {
  it('are enough when there are as many as asked for, from as long a time', () => {
    assert.equal(keeping([0, 1_000]).isEnough(), true);
    assert.equal(keeping([0, 999]).isEnough(), false);
    assert.equal(keeping([0, 500, 999]).isEnough(), false);
    assert.equal(keeping([5]).isEnough(), false);
    assert.equal(keeping([]).isEnough(), false);
    assert.equal(keeping([5], { minimum: 1, best: 1, spreadMs: 0 }).isEnough(), true);
  });

  it('stay few and spread over the whole capture, however fast they come', () => {
    const times = Array.from({ length: 200 }, (_, at) => at * 20);
    const frames = keeping(times).frames();
    assert.equal(frames.length, PROBE_FRAMES_MAX);
    assert.equal(frames[0], 0);
    assert.equal(frames.at(-1), 3_980);
    const gaps = frames.slice(1).map((time, at) => time - (frames[at] ?? 0));
    assert.ok(Math.max(...gaps) <= 1_500, String(gaps));
    assert.deepEqual(
      frames.toSorted((one, other) => one - other),
      frames,
    );
  });

  it('are enough still when many more have come', () => {
    const times = Array.from({ length: 50 }, (_, at) => at * 25);
    assert.equal(keeping(times).isEnough(), true);
  });
});
