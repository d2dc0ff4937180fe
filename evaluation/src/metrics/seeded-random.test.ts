import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from './seeded-random.ts';

const draw = (labels: readonly (string | number)[], count: number): number[] => {
  const random = seededRandom(...labels);
  return Array.from({ length: count }, () => random.next());
};

describe('seeded random numbers', () => {
  it('repeat for the same labels', () => {
    assert.deepEqual(draw([1, 'glare', 7], 50), draw([1, 'glare', 7], 50));
  });

  it('differ between labels, also between such as join to the same text', () => {
    assert.notDeepEqual(draw([1, 'glare'], 5), draw([2, 'glare'], 5));
    assert.notDeepEqual(draw(['a', 'bc'], 5), draw(['ab', 'c'], 5));
  });

  it('are uniform to the eye: mean and variance of 20,000 draws', () => {
    const values = draw([42], 20_000);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    assert.ok(Math.abs(mean - 0.5) < 0.01);
    assert.ok(Math.abs(variance - 1 / 12) < 0.005);
    assert.ok(values.every((value) => value >= 0 && value < 1));
  });
});
