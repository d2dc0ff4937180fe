import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ScoredPair } from './comparisons.ts';
import { bootstrapRate, drawPersons, personsIn, quantile, weightOf } from './person-bootstrap.ts';
import { clopperPearson } from './rate-bounds.ts';
import { seededRandom } from './seeded-random.ts';

function allPairs(persons: number, scoreOf: (a: number, b: number) => number): ScoredPair[] {
  const people = Array.from({ length: persons }, (_, i) => i);
  return people.flatMap((a) =>
    people.filter((b) => b > a).map((b) => ({ reference: a, probe: b, score: scoreOf(a, b) })),
  );
}

describe('the bootstrap by person', () => {
  it('draws as many persons as there are', () => {
    const drawn = drawPersons(50, seededRandom(1));
    assert.equal(
      drawn.reduce((a, b) => a + b, 0),
      50,
    );
  });

  it('weighs a mated pair by its person and a non-mated pair by both', () => {
    const drawn = Uint16Array.of(2, 3);
    assert.equal(weightOf({ reference: 0, probe: 0, score: 1 }, drawn), 2);
    assert.equal(weightOf({ reference: 0, probe: 1, score: 1 }, drawn), 6);
  });

  it('is wider than the bounds of independent pairs when one person causes all errors', () => {
    // Person 0 is alike to everyone: 39 of 780 pairs err together.
    const pairs = allPairs(40, (a) => (a === 0 ? 1 : 0));
    const bounds = bootstrapRate(pairs, ({ score }) => score === 1, {
      persons: 40,
      random: seededRandom(7),
    });
    const independent = clopperPearson(39, 780);
    assert.ok(bounds !== undefined);
    assert.ok(bounds.upper - bounds.lower > 1.5 * (independent.upper - independent.lower));
  });

  it('gives no interval where no pair errs', () => {
    const pairs = allPairs(10, () => 0);
    assert.equal(
      bootstrapRate(pairs, ({ score }) => score === 1, { persons: 10, random: seededRandom(1) }),
      undefined,
    );
  });

  it('repeats for the same seed', () => {
    const pairs = allPairs(20, (a, b) => (a * b) % 3);
    const options = () => ({ persons: 20, random: seededRandom(3) });
    const isError = ({ score }: ScoredPair): boolean => score === 2;
    assert.deepEqual(
      bootstrapRate(pairs, isError, options()),
      bootstrapRate(pairs, isError, options()),
    );
  });

  it('interpolates quantiles between order statistics', () => {
    assert.equal(quantile([1, 2, 3, 4], 0.5), 2.5);
    assert.equal(quantile([1, 2, 3, 4], 1), 4);
  });

  it('counts the persons in pairs once each', () => {
    assert.equal(personsIn(allPairs(5, () => 0)), 5);
  });
});
