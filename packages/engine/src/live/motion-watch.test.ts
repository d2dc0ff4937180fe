import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import type { FaceMesh } from '../alignment/face-mesh.ts';
import type { FrameTimes } from './capture-times.ts';
import { openMotionWatch, type MotionWatch } from './motion-watch.ts';

/** Landmarks of a made-up face whose eyes are `eyes` pixels apart, moved to a side by `x` of that. */
function face(x: number, eyes = 80): FaceMesh {
  const points = new Float32Array(468 * 3);
  const put = (indices: readonly number[], across: number, down: number): void => {
    for (const index of indices) {
      points[3 * index] = 300 + eyes * (x + across);
      points[3 * index + 1] = 200 + eyes * down;
    }
  };
  put([33, 133, 160, 158, 153, 144], -0.5, 0);
  put([362, 263, 385, 387, 373, 380], 0.5, 0);
  put([4], 0, 0.6);
  put([61], -0.4, 1.1);
  put([291], 0.4, 1.1);
  return { points, presence: 1 };
}

function timesAt(takenAtMs: number): FrameTimes {
  return { takenAtMs, arrivedAtMs: takenAtMs + 80 };
}

function watched(
  faces: readonly FaceMesh[],
  isAtRest: boolean,
): ReturnType<MotionWatch['findings']> {
  const watch = openMotionWatch();
  faces.forEach((mesh, at) => {
    watch.take(mesh, { ...timesAt(at * 110), isAtRest });
  });
  return watch.findings();
}

describe('the motion watch', () => {
  it('finds nothing in a head that sways, nor in one that moves as heads do', () => {
    const swaying = Array.from({ length: 30 }, (_, at) => face(0.05 * Math.sin(at / 3)));
    assert.deepEqual(watched(swaying, true), { frames: 30, jumps: 0, leaps: 0 });
    const turning = Array.from({ length: 10 }, (_, at) => face(0.1 * at));
    assert.deepEqual(watched(turning, false), { frames: 10, jumps: 0, leaps: 0 });
  });

  it('counts leaps of a face that should be still, aside and in size', () => {
    const cut = [face(0), face(0.01), face(0.2), face(0.2), face(-0.02), face(-0.02)];
    assert.equal(watched(cut, true).leaps, 2);
    assert.equal(watched([face(0), face(0, 88), face(0, 88)], true).leaps, 1);
  });

  it('counts a small leap that stands alone, but not a movement that begins and ends', () => {
    const cut = [0, 0.005, 0.01, 0.09, 0.095, 0.1].map((x) => face(x));
    assert.equal(watched(cut, true).leaps, 1);
    const grown = [80, 80.2, 80.1, 85, 85.1, 85].map((eyes) => face(0, eyes));
    assert.equal(watched(grown, true).leaps, 1);
    const moved = [0, 0.03, 0.1, 0.19, 0.26, 0.29].map((x) => face(x));
    assert.equal(watched(moved, true).leaps, 0);
  });

  it('counts no leaps while the head may move', () => {
    assert.equal(watched([face(0), face(0.2), face(0)], false).leaps, 0);
  });

  it('begins anew to count leaps when the head is asked again to be still', () => {
    const watch = openMotionWatch();
    [face(0), face(0.2), face(0)].forEach((mesh, at) => {
      watch.take(mesh, { ...timesAt(at * 110), isAtRest: true });
    });
    watch.settle();
    watch.take(face(0.3), { ...timesAt(330), isAtRest: true });
    assert.equal(watch.findings().leaps, 1);
  });

  it('counts as a jump what no head does', () => {
    assert.equal(watched([face(0), face(1.6), face(1.6)], false).jumps, 1);
    assert.equal(watched([face(0), face(0, 130)], false).jumps, 1);
  });

  it('does not believe a clock that runs ahead of the frames', () => {
    for (const [isAtRest, far] of [
      [true, 0.3],
      [false, 3],
    ] as const) {
      const watch = openMotionWatch();
      [face(0), face(far), face(0), face(far)].forEach((mesh, at) => {
        watch.take(mesh, { takenAtMs: 2_000 * at, arrivedAtMs: 100 * at, isAtRest });
      });
      const { jumps, leaps } = watch.findings();
      assert.equal(jumps + leaps, isAtRest ? 3 : 0);
    }
    const watch = openMotionWatch();
    [face(0), face(4.5), face(0)].forEach((mesh, at) => {
      watch.take(mesh, { takenAtMs: 2_000 * at, arrivedAtMs: 100 * at, isAtRest: false });
    });
    assert.equal(watch.findings().jumps, 2);
  });

  it('forgives little more after frames that were left out', () => {
    const watch = openMotionWatch();
    [face(0), face(0.25), face(0)].forEach((mesh, at) => {
      watch.take(mesh, { ...timesAt(1_000 * at), isAtRest: true });
    });
    assert.equal(watch.findings().leaps, 2);
  });

  it('bears with a line that bunches frames', () => {
    const watch = openMotionWatch();
    Array.from({ length: 12 }, (_, at) => face(0.03 * at)).forEach((mesh, at) => {
      watch.take(mesh, {
        takenAtMs: 110 * at,
        arrivedAtMs: 330 * Math.ceil(at / 3),
        isAtRest: true,
      });
    });
    assert.deepEqual(watch.findings(), { frames: 12, jumps: 0, leaps: 0 });
  });

  it('takes a place that is not a number for a jump', () => {
    assert.equal(watched([face(0), face(Number.NaN)], false).jumps, 1);
  });
});
