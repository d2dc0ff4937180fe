import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from './seeded-random.ts';
import { fitTail, tailRate, tailThreshold } from './tail-fit.ts';

const near = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} is not near ${expected}`);

const exponential = (count: number, seed: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => ({ score: -Math.log(1 - random.next()), weight: 1 }));
};

describe('the fit of the upper tail', () => {
  it('recovers an exponential tail: shape near 0, scale near 1', () => {
    const fit = fitTail(exponential(200_000, 5));
    assert.ok(fit !== undefined);
    near(fit.shape, 0, 0.08);
    near(fit.scale, 1, 0.08);
    near(tailThreshold(fit, 1e-4), -Math.log(1e-4), 0.6);
  });

  it('recovers a uniform tail: it ends where the scores end', () => {
    const random = seededRandom(9);
    const fit = fitTail(
      Array.from({ length: 100_000 }, () => ({ score: random.next(), weight: 1 })),
    );
    assert.ok(fit !== undefined);
    near(fit.shape, -1, 0.1);
    near(tailThreshold(fit, 1e-4), 0.9999, 5e-4);
  });

  it('turns thresholds into rates and back', () => {
    const fit = fitTail(exponential(20_000, 11));
    assert.ok(fit !== undefined);
    for (const rate of [1e-2, 1e-3, 1e-4])
      near(tailRate(fit, tailThreshold(fit, rate)), rate, 1e-9);
  });

  it('treats a weight of two like the same score twice', () => {
    const scores = exponential(5_000, 13);
    const twice = fitTail([...scores, ...scores]);
    const weighted = fitTail(scores.map(({ score }) => ({ score, weight: 2 })));
    assert.ok(twice !== undefined && weighted !== undefined);
    near(tailThreshold(twice, 1e-3), tailThreshold(weighted, 1e-3), 1e-6);
  });

  it('gives no fit to too few scores', () => {
    assert.equal(fitTail(exponential(500, 3)), undefined);
  });
});
