import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import {
  QUALITY_COMPONENTS,
  type FaceQuality,
  type GuidanceSymbol,
  type QualityComponent,
  type QualityMeasure,
} from '@bonin/core';
import { guidanceFor } from './guidance.ts';
import { usefulnessOf } from './rank.ts';

/** A face that is fine in every component but those given. */
function quality(
  values: Partial<Record<QualityComponent, number | 'not-measurable'>>,
): FaceQuality {
  const measures = QUALITY_COMPONENTS.map((component): [QualityComponent, QualityMeasure] => {
    const value = values[component] ?? 100;
    return [
      component,
      value === 'not-measurable'
        ? { kind: 'not-evaluated', reason: 'not-measurable' }
        : { kind: 'evaluated', raw: value, value },
    ];
  });
  return Object.fromEntries(measures) as FaceQuality;
}

const FLOOR = Object.fromEntries(QUALITY_COMPONENTS.map((component) => [component, 50]));

describe('guidanceFor', () => {
  it('has nothing to say about a face that reaches the floor', () => {
    assert.equal(guidanceFor(quality({}), FLOOR), undefined);
    assert.equal(guidanceFor(quality({ sharpness: 50 }), FLOOR), undefined);
  });

  const remedies: [QualityComponent, GuidanceSymbol][] = [
    ['singleFace', 'several-faces'],
    ['interEyeDistance', 'come-nearer'],
    ['margins', 'move-back'],
    ['luminanceMean', 'adjust-light'],
    ['overExposure', 'adjust-light'],
    ['illuminationUniformity', 'adjust-light'],
    ['headPoseYaw', 'look-straight'],
    ['headPosePitch', 'look-straight'],
    ['headPoseRoll', 'look-straight'],
    ['eyesOpen', 'look-straight'],
    ['mouthClosed', 'look-straight'],
    ['sharpness', 'hold-still'],
  ];
  for (const [component, symbol] of remedies) {
    it(`says ${symbol} when ${component} is under the floor`, () => {
      assert.equal(guidanceFor(quality({ [component]: 49 }), FLOOR), symbol);
    });
  }

  it('says of every component what to do about it', () => {
    for (const component of QUALITY_COMPONENTS) {
      assert.notEqual(guidanceFor(quality({ [component]: 0 }), FLOOR), undefined, component);
    }
  });

  it('says the first thing first', () => {
    assert.equal(guidanceFor(quality({ singleFace: 0, sharpness: 0 }), FLOOR), 'several-faces');
    assert.equal(
      guidanceFor(quality({ interEyeDistance: 0, headPoseYaw: 0 }), FLOOR),
      'come-nearer',
    );
  });

  it('tells a head that fills the picture to move back and a small one to come nearer', () => {
    assert.equal(guidanceFor(quality({ headSize: 0, interEyeDistance: 95 }), FLOOR), 'move-back');
    assert.equal(guidanceFor(quality({ headSize: 0, interEyeDistance: 60 }), FLOOR), 'come-nearer');
  });

  it('takes what could not be measured for under the floor', () => {
    const measured = quality({ luminanceMean: 'not-measurable' });
    assert.equal(guidanceFor(measured, FLOOR), 'adjust-light');
  });

  it('asks for nothing that the policy does not name', () => {
    assert.equal(guidanceFor(quality({ sharpness: 0 }), { luminanceMean: 50 }), undefined);
  });
});

describe('usefulnessOf', () => {
  it('falls with any of the components that recognition suffers from', () => {
    const best = usefulnessOf(quality({}));
    for (const component of ['sharpness', 'headPoseYaw', 'eyesOpen'] as const) {
      assert.ok(usefulnessOf(quality({ [component]: 80 })) < best);
      assert.equal(usefulnessOf(quality({ [component]: 'not-measurable' })), 0);
    }
  });
});
