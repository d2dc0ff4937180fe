import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  QUALITY_COMPONENTS,
  componentsUnder,
  type FaceQuality,
  type QualityMeasure,
} from './face-quality.ts';

const good: QualityMeasure = { kind: 'evaluated', raw: 1, value: 90 };

function quality(changes: Partial<FaceQuality> = {}): FaceQuality {
  const all = Object.fromEntries(QUALITY_COMPONENTS.map((component) => [component, good]));
  return { ...(all as FaceQuality), ...changes };
}

describe('componentsUnder', () => {
  it('finds nothing in a good sample', () => {
    assert.deepEqual(componentsUnder(quality(), { sharpness: 50, eyesOpen: 90 }), []);
  });

  it('names each component that stays under its floor', () => {
    const poor: QualityMeasure = { kind: 'evaluated', raw: 0, value: 10 };
    assert.deepEqual(
      componentsUnder(quality({ sharpness: poor, luminanceMean: poor }), {
        sharpness: 50,
        luminanceMean: 20,
        eyesOpen: 50,
      }),
      ['luminanceMean', 'sharpness'],
    );
  });

  it('counts a required component that was not evaluated as under the floor', () => {
    const absent: QualityMeasure = { kind: 'not-evaluated', reason: 'not-measurable' };
    assert.deepEqual(componentsUnder(quality({ sharpness: absent }), { sharpness: 0 }), [
      'sharpness',
    ]);
  });

  it('counts a value that is not a number as under the floor', () => {
    const broken: QualityMeasure = { kind: 'evaluated', raw: NaN, value: NaN };
    assert.deepEqual(componentsUnder(quality({ sharpness: broken }), { sharpness: 0 }), [
      'sharpness',
    ]);
  });

  it('asks for nothing that the floor does not name', () => {
    const absent: QualityMeasure = { kind: 'not-evaluated', reason: 'out-of-frame' };
    assert.deepEqual(componentsUnder(quality({ eyesOpen: absent }), {}), []);
  });
});
