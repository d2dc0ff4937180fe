import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clopperPearson, upperBound } from './rate-bounds.ts';

const near = (actual: number, expected: number, tolerance = 5e-5): void =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} is not near ${expected}`);

describe('bounds of a rate', () => {
  it('bounds no error in 150 trials by 1.98 % one-sided', () => {
    // Closed form for zero errors: 1 - 0.05^(1/150).
    near(upperBound(0, 150), 0.019773);
    near(upperBound(0, 150), 1 - 0.05 ** (1 / 150), 1e-9);
  });

  it('agrees with the closed form for zero errors at any number of trials', () => {
    for (const trials of [1, 10, 249, 11_175, 61_752]) {
      near(upperBound(0, trials), 1 - 0.05 ** (1 / trials), 1e-9);
      near(clopperPearson(0, trials).upper, 1 - 0.025 ** (1 / trials), 1e-9);
    }
  });

  it('gives the published two-sided interval of 10 errors in 100 trials', () => {
    // Table value of the exact binomial interval: 4.90 % to 17.62 %.
    const bounds = clopperPearson(10, 100);
    near(bounds.lower, 0.04901);
    near(bounds.upper, 0.17622);
  });

  it('is symmetric between errors and correct answers', () => {
    const few = clopperPearson(3, 40);
    const many = clopperPearson(37, 40);
    near(few.lower, 1 - many.upper, 1e-9);
    near(few.upper, 1 - many.lower, 1e-9);
  });

  it('says nothing where nothing was tried', () => {
    assert.deepEqual(clopperPearson(0, 0), { lower: 0, upper: 1 });
    assert.equal(upperBound(0, 0), 1);
  });

  it('reaches one when every trial is an error', () => {
    assert.equal(clopperPearson(7, 7).upper, 1);
    assert.equal(upperBound(7, 7), 1);
  });
});
