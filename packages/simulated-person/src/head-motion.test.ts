import { POSES } from '@bonin/core';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  openHeadMotion,
  ORDINARY_HABITS,
  SLOW_HABITS,
  STILL_HABITS,
  type Habits,
  type HeadState,
} from './head-motion.ts';

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

/** How a head is held every 20 ms for four seconds after it was asked for something. */
function states(habits: Habits, seed: number, pose: (typeof POSES)[number]): readonly HeadState[] {
  const motion = openHeadMotion(seed, habits);
  motion.see({ kind: 'pose', pose }, 0);
  return Array.from({ length: 200 }, (_, at) => motion.at(20 * at));
}

const farthest = (of: readonly HeadState[], axis: 'yaw' | 'pitch'): number =>
  Math.max(...of.map((state) => Math.abs(state[axis])));

describe('the habits of simulated people', () => {
  it('let a slow person begin and arrive later, and never turn beyond 20°', () => {
    for (const seed of SEEDS) {
      const slow = states(SLOW_HABITS, seed, 'left');
      assert.ok(farthest(slow, 'yaw') <= 20.1, `${farthest(slow, 'yaw')}`);
      // Half a second for the reaction, and no head is there in less than a quarter of its movement.
      assert.ok(farthest(slow.slice(0, 35), 'yaw') < 6);
      assert.ok(farthest(slow, 'yaw') > 11);
    }
  });

  it('keep a person who cannot turn from turning, whatever is asked', () => {
    for (const seed of SEEDS) {
      for (const pose of POSES) {
        const still = states(STILL_HABITS, seed, pose);
        assert.ok(farthest(still, 'yaw') < 5.5 && farthest(still, 'pitch') < 5.5);
        assert.ok(still.every(({ distanceShare }) => Math.abs(distanceShare - 1) < 0.04));
      }
    }
  });

  it('let nobody who is to keep still be a statue', () => {
    for (const habits of [SLOW_HABITS, STILL_HABITS, ORDINARY_HABITS]) {
      const motion = openHeadMotion(3, habits);
      const yaws = Array.from({ length: 50 }, (_, at) => motion.at(40 * at).yaw);
      assert.ok(Math.max(...yaws) - Math.min(...yaws) > 0.1);
    }
  });

  it('let a head tremble several times a second where it is wanted, and else not', () => {
    const turns = (tremorDegrees: number): number => {
      const motion = openHeadMotion(5, { ...ORDINARY_HABITS, swayDegrees: 0, tremorDegrees });
      const yaws = Array.from({ length: 101 }, (_, at) => motion.at(20 * at).yaw);
      return yaws.filter(
        (yaw, at) => at > 1 && (yaw - yaws[at - 1]!) * (yaws[at - 1]! - yaws[at - 2]!) < 0,
      ).length;
    };
    assert.equal(turns(0), 0);
    assert.ok(turns(1) >= 12 && turns(1) <= 28, `${turns(1)}`);
  });
});
