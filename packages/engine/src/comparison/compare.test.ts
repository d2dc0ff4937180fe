import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { parseModelId } from '@bonin/core';
import { meanFeatures, normalize, type FaceFeatures } from '../features/face-features.ts';
import { compareProbe, agreementOf } from './compare-probe.ts';
import { compare } from './compare.ts';

const ONE = parseModelId('one');
const OTHER = parseModelId('other');

/** A view in the plane, at an angle in degrees: similarities are cosines of differences. */
function view(degrees: number, modelId = ONE): FaceFeatures {
  const angle = (degrees * Math.PI) / 180;
  return { values: Float32Array.from([Math.cos(angle), Math.sin(angle)]), modelId };
}

/** With the reference at 0 degrees. */
function probeScore(views: readonly FaceFeatures[], averaged = views.length): number {
  return compareProbe(views, view(0), { averaged, leastAgreement: 0.55 }).value;
}

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual} is not ${expected}`);
}

describe('compare', () => {
  it('gives the cosine, on the scale of the model', () => {
    const score = compare(view(0), view(60));
    near(score.value, 0.5);
    assert.equal(score.scale, ONE);
  });

  it('refuses features of two models', () => {
    assert.throws(() => compare(view(0), view(0, OTHER)), { code: 'SCALE_MISMATCH' });
  });

  it('refuses features of two lengths and of none', () => {
    const long = { values: new Float32Array(3), modelId: ONE };
    const none = { values: new Float32Array(0), modelId: ONE };
    assert.throws(() => compare(view(0), long), { code: 'SCALE_MISMATCH' });
    assert.throws(() => compare(none, none), { code: 'SCALE_MISMATCH' });
  });

  it('refuses features that are not numbers', () => {
    const broken = { values: Float32Array.from([NaN, 1]), modelId: ONE };
    assert.throws(() => compare(broken, view(0)), { code: 'COMPARISON_SCORE_NOT_FINITE' });
  });
});

describe('compareProbe', () => {
  it('compares the mean of views that agree', () => {
    near(probeScore([view(-20), view(20)]), 1);
  });

  it('counts the least alike view when the views do not agree', () => {
    // The reference's own person in one view cannot lift another person in the next.
    near(probeScore([view(0), view(80)]), Math.cos((80 * Math.PI) / 180));
  });

  it('finds one stranger among many views', () => {
    const views = [view(0), view(1), view(2), view(3), view(90)];
    near(probeScore(views), 0);
    near(agreementOf(views), 0);
  });

  it('averages the first views only, and holds all of them against each other', () => {
    near(probeScore([view(10), view(-10), view(30)], 2), 1);
    near(probeScore([view(0), view(0), view(90)], 2), 0);
  });

  it('takes a single view as it is', () => {
    near(probeScore([view(30)]), Math.cos(Math.PI / 6));
  });
});

describe('meanFeatures', () => {
  it('has length one', () => {
    const { values } = meanFeatures([view(0), view(90), view(45)]);
    near(Math.hypot(...values), 1);
  });

  it('refuses views of two models and an empty list', () => {
    assert.throws(() => meanFeatures([view(0), view(0, OTHER)]), { code: 'SCALE_MISMATCH' });
    assert.throws(() => meanFeatures([]), { code: 'COMPARISON_SCORE_NOT_FINITE' });
  });
});

describe('normalize', () => {
  it('refuses what has no direction', () => {
    assert.throws(() => normalize(new Float32Array(4)), { code: 'COMPARISON_SCORE_NOT_FINITE' });
  });
});
