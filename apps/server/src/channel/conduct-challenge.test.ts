import {
  stepLimitMs,
  type ChallengeOutline,
  type ChallengeStep,
  type DrawNumber,
} from '@bonin/core';
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { conductChallenge, type ReleasedStep } from './conduct-challenge.ts';

const OUTLINE: ChallengeOutline = {
  straightMs: 500,
  poses: 2,
  holdFromMs: 100,
  holdToMs: 400,
  colours: 4,
  colourMs: 340,
  poseLimitMs: 4_000,
};

function conduct(draw: DrawNumber = randomInt) {
  const released: ReleasedStep[] = [];
  const over: boolean[] = [];
  const conductor = conductChallenge(OUTLINE, draw, {
    released: (step) => released.push(step),
    over: (answered) => over.push(answered),
  });
  return { released, over, conductor };
}

describe('conducting a challenge', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  /** Lets the time for a step pass. */
  const letPass = (step: ChallengeStep | undefined): void => {
    assert.ok(step !== undefined);
    mock.timers.tick(stepLimitMs(step, OUTLINE));
  };

  it('releases nothing before the portrait of the card can be compared with', () => {
    const { released, conductor } = conduct();
    for (const symbol of ['no-face', 'step-done', 'capture-sufficient'] as const) {
      conductor.heard(symbol);
    }
    assert.equal(released.length, 0);
    conductor.heard('reference-acquired');
    assert.deepEqual(
      released.map(({ step, place, of, again }) => [step.kind, place, of, again]),
      [['straight', 1, 4, false]],
    );
  });

  it('releases a step only when the one before was seen, and is over after the last', () => {
    const { released, over, conductor } = conduct();
    conductor.heard('reference-acquired');
    conductor.heard('reference-acquired');
    for (let done = 1; done <= 4; done += 1) {
      assert.equal(released.length, done);
      assert.deepEqual(over, []);
      conductor.heard('step-done');
    }
    assert.deepEqual(
      released.map(({ place }) => place),
      [1, 2, 3, 4],
    );
    assert.deepEqual(over, [true]);
    conductor.heard('step-done');
    letPass(released[0]?.step);
    assert.equal(released.length, 4);
    assert.deepEqual(over, [true]);
  });

  it('draws another step in place of one that was not seen in time, once', () => {
    const { released, over, conductor } = conduct();
    conductor.heard('reference-acquired');
    conductor.heard('step-done');
    const [, first] = released;
    letPass(first?.step);
    const [, , second] = released;
    assert.deepEqual(
      [second?.step.kind, second?.place, second?.again],
      [first?.step.kind, first?.place, true],
    );
    // Colours may, one time in hundreds, come out the same.
    if (first?.step.kind === 'pose') assert.notDeepEqual(second?.step, first.step);
    letPass(second?.step);
    assert.deepEqual(over, [false]);
    assert.equal(released.length, 3);
  });

  it('does not take for an answer to a redrawn step what was said of the one before', () => {
    const { released, conductor } = conduct();
    conductor.heard('reference-acquired');
    conductor.heard('step-done');
    letPass(released[1]?.step);
    assert.equal(released.at(-1)?.again, true);
    conductor.heard('step-done');
    assert.equal(released.length, 3);
    mock.timers.tick(400);
    conductor.heard('step-done');
    assert.deepEqual([released.length, released.at(-1)?.place], [4, 3]);
  });

  it('has no second middle, for nothing can be drawn in its place', () => {
    const { released, over, conductor } = conduct();
    conductor.heard('reference-acquired');
    conductor.frameCame();
    letPass(released[0]?.step);
    assert.deepEqual(over, [false]);
  });

  it('gives everybody the time they need to get ready, before the first frame', () => {
    const { released, over, conductor } = conduct();
    conductor.frameCame();
    conductor.heard('reference-acquired');
    letPass(released[0]?.step);
    letPass(released[0]?.step);
    assert.deepEqual(over, []);
    conductor.heard('step-done');
    assert.equal(released.length, 2);
  });

  it('releases nothing any more once it was stopped', () => {
    const { released, over, conductor } = conduct();
    conductor.heard('reference-acquired');
    conductor.stop();
    conductor.heard('step-done');
    letPass(released[0]?.step);
    assert.equal(released.length, 1);
    assert.deepEqual(over, []);
  });

  it('asks nobody twice for the same', () => {
    const asked = new Set<string>();
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const { released, conductor } = conduct();
      conductor.heard('reference-acquired');
      for (let done = 0; done < 4; done += 1) conductor.heard('step-done');
      asked.add(JSON.stringify(released.map(({ step }) => step)));
    }
    // 300 of some 500,000: two alike come about once in eleven runs, four pairs once in some hundred thousand.
    assert.ok(asked.size >= 297, `${asked.size} of 300`);
  });
});
