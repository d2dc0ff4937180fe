import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import type { Pose } from '@bonin/core';
import { openStepFollower, type PoseSample } from './step-follower.ts';

const MIDDLE = { yawDegrees: 3, pitchDegrees: -6, eyeDistancePx: 90 };

function held(atMs: number, change: Partial<PoseSample> = {}): PoseSample {
  return { atMs, ...MIDDLE, ...change };
}

const REACHED: Readonly<Record<Pose, Partial<PoseSample>>> = {
  left: { yawDegrees: 18 },
  right: { yawDegrees: -12 },
  up: { pitchDegrees: -16 },
  down: { pitchDegrees: 4 },
  nearer: { eyeDistancePx: 112 },
};

describe('the step follower', () => {
  for (const [pose, change] of Object.entries(REACHED) as [Pose, Partial<PoseSample>][]) {
    it(`sees ${pose} when it is reached from the middle and held`, () => {
      const steps = openStepFollower(MIDDLE);
      steps.release({ kind: 'pose', pose, holdMs: 300 }, 1_000);
      assert.equal(steps.take(held(1_100)), undefined);
      assert.equal(steps.take(held(1_600, change)), undefined);
      assert.equal(steps.take(held(1_950, change))?.kind, 'pose');
      assert.deepEqual(steps.account(), {
        asked: 1,
        obeyed: 1,
        astray: 0,
        hastened: 0,
        delaysMs: [600],
      });
    });
  }

  it('does not see a pose that is let go before its time', () => {
    const steps = openStepFollower(MIDDLE);
    steps.release({ kind: 'pose', pose: 'left', holdMs: 400 }, 0);
    steps.take(held(50));
    steps.take(held(600, REACHED.left));
    steps.take(held(800));
    assert.equal(steps.take(held(1_100, REACHED.left)), undefined);
    assert.equal(steps.account().obeyed, 0);
  });

  it('counts a pose that was taken before anybody could have', () => {
    const steps = openStepFollower(MIDDLE);
    steps.release({ kind: 'pose', pose: 'left', holdMs: 200 }, 1_000);
    steps.take(held(1_010));
    steps.take(held(1_150, REACHED.left));
    steps.take(held(1_400, REACHED.left));
    assert.equal(steps.account().hastened, 1);
  });

  it('takes being there already for no answer, and does not call it an attack', () => {
    const steps = openStepFollower(MIDDLE);
    steps.release({ kind: 'pose', pose: 'left', holdMs: 200 }, 1_000);
    for (const atMs of [1_050, 1_400, 1_800]) {
      assert.equal(steps.take(held(atMs, REACHED.left)), undefined);
    }
    const { obeyed, hastened } = steps.account();
    assert.deepEqual({ obeyed, hastened }, { obeyed: 0, hastened: 0 });
  });

  it('sees up also where looking aside already seemed to be up a little', () => {
    const steps = openStepFollower(MIDDLE);
    steps.release({ kind: 'pose', pose: 'up', holdMs: 200 }, 1_000);
    steps.take(held(1_100, { yawDegrees: 18, pitchDegrees: -11 }));
    steps.take(held(1_800, REACHED.up));
    assert.equal(steps.take(held(2_100, REACHED.up))?.kind, 'pose');
    assert.equal(steps.account().hastened, 0);
  });

  it('counts a head that goes the opposite way, as in a mirror', () => {
    const steps = openStepFollower(MIDDLE);
    steps.release({ kind: 'pose', pose: 'left', holdMs: 200 }, 0);
    steps.take(held(100));
    steps.take(held(1_000, { yawDegrees: -14 }));
    assert.equal(steps.account().astray, 1);
    assert.equal(steps.account().obeyed, 0);
  });

  it('does not count a head that is slow to leave the opposite side, where the step before led', () => {
    const steps = openStepFollower(MIDDLE);
    steps.release({ kind: 'pose', pose: 'left', holdMs: 200 }, 0);
    steps.take(held(100, REACHED.right));
    steps.take(held(950, REACHED.right));
    steps.take(held(1_150));
    steps.take(held(1_350, REACHED.left));
    assert.equal(steps.take(held(1_600, REACHED.left))?.kind, 'pose');
    assert.equal(steps.account().astray, 0);
  });

  it('counts a head that comes from the asked side and goes to the opposite one', () => {
    const steps = openStepFollower(MIDDLE);
    steps.release({ kind: 'pose', pose: 'left', holdMs: 200 }, 0);
    steps.take(held(50, REACHED.left));
    steps.take(held(900, { yawDegrees: -14 }));
    assert.equal(steps.account().astray, 1);
  });

  it('counts once a head that makes movements nobody asked for, as in a recording that is played over and over', () => {
    const steps = openStepFollower(MIDDLE);
    steps.release({ kind: 'pose', pose: 'nearer', holdMs: 200 }, 0);
    steps.take(held(100));
    steps.take(held(900, REACHED.left));
    steps.take(held(1_500));
    steps.take(held(2_100, REACHED.up));
    steps.take(held(2_700));
    steps.take(held(3_000, REACHED.nearer));
    assert.equal(steps.take(held(3_300, REACHED.nearer))?.kind, 'pose');
    assert.equal(steps.account().astray, 1);
    assert.equal(steps.account().obeyed, 1);
  });

  it('takes no number that is none for a pose', () => {
    const steps = openStepFollower(MIDDLE);
    steps.release({ kind: 'pose', pose: 'left', holdMs: 0 }, 0);
    steps.take(held(100));
    assert.equal(steps.take(held(900, { yawDegrees: Number.NaN })), undefined);
  });
});
