import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as value from './component-values.ts';

/** Expected numbers are computed by hand from the formulas; half a point is for rounding. */
function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 0.5, `${actual} is not ${expected}`);
}

describe('component values', () => {
  it('put eyes 70 px apart in the middle of the scale', () => {
    near(value.interEyeDistanceValue(70), 50);
    near(value.interEyeDistanceValue(90), 73.1);
    near(value.interEyeDistanceValue(30), 11.9);
  });

  it('fall with the square of the cosine of a head’s turn and end at a right angle', () => {
    near(value.headPoseValue(0), 100);
    near(value.headPoseValue(-45), 50);
    near(value.headPoseValue(60), 25);
    assert.equal(value.headPoseValue(120), 0);
  });

  it('want luminance between too dark and too bright', () => {
    near(value.luminanceMeanValue(0.5), 99.5);
    near(value.luminanceMeanValue(0.2), 50);
    near(value.luminanceMeanValue(0.8), 50);
    assert.ok(value.luminanceMeanValue(0.02) < 3);
  });

  it('want variance of luminance, most at one sixtieth', () => {
    near(value.luminanceVarianceValue(1 / 60), 100);
    near(value.luminanceVarianceValue(0), 0);
  });

  it('count eight bits of entropy as the full range', () => {
    near(value.dynamicRangeValue(8), 100);
    near(value.dynamicRangeValue(4), 50);
  });

  it('allow one pixel in a hundred to be burnt out and no more', () => {
    near(value.overExposureValue(0), 100);
    near(value.overExposureValue(0.01), 50);
    near(value.overExposureValue(0.09), 10);
  });

  it('allow dark pixels until nearly all are', () => {
    near(value.underExposureValue(0), 99.8);
    near(value.underExposureValue(0.92), 39.8);
    assert.equal(value.underExposureValue(1), 0);
  });

  it('rate evenness of light by the overlap of the cheeks', () => {
    near(value.illuminationUniformityValue(1), 100);
    near(value.illuminationUniformityValue(0.1), 50.1);
    near(value.illuminationUniformityValue(0), 0);
  });

  it('rate colour by its distance from skin and background by its gradient', () => {
    near(value.naturalColourValue(0), 100);
    near(value.naturalColourValue(10), 53.8);
    near(value.backgroundUniformityValue(10), 95);
    near(value.backgroundUniformityValue(110), 51.1);
  });

  it('call eyes open and a mouth closed by their gaps', () => {
    near(value.eyesOpenValue(0.02), 50);
    near(value.eyesOpenValue(0.05), 95.3);
    near(value.mouthClosedValue(0.2), 50);
    near(value.mouthClosedValue(0), 96.6);
  });

  it('want the head to take 45 % of the height and room on every side', () => {
    near(value.headSizeValue(0), 100);
    near(value.headSizeValue(0.05), 53.8);
    near(value.marginsValue({ left: 3, right: 3, above: 3, below: 3 }), 100);
    near(value.marginsValue({ left: 0.9, right: 3, above: 3, below: 3 }), 50);
    near(value.marginsValue({ left: 3, right: 3, above: 1.4, below: 3 }), 50);
    near(value.marginsValue({ left: 3, right: 3, above: 3, below: 1.8 }), 50);
  });

  it('call a face single by how small the next one is', () => {
    near(value.singleFaceValue(0), 100);
    near(value.singleFaceValue(0.4), 60);
  });

  it('stay within 0 and 100 for any measure', () => {
    for (const raw of [-1e9, -1, 0, 0.5, 1, 1e9]) {
      for (const mapping of [
        value.interEyeDistanceValue,
        value.headPoseValue,
        value.luminanceMeanValue,
        value.dynamicRangeValue,
        value.underExposureValue,
        value.naturalColourValue,
        value.sharpnessValue,
        value.singleFaceValue,
      ]) {
        const mapped = mapping(raw);
        assert.ok(mapped >= 0 && mapped <= 100, `${mapping.name}(${raw}) = ${mapped}`);
      }
    }
  });
});
