import type { ComparisonSet, ScoredPair } from './comparisons.ts';
import type { RateBounds } from './rate-bounds.ts';
import type { SeededRandom } from './seeded-random.ts';

export const BOOTSTRAP_REPLICATES = 1000;

/** How often each person was drawn in one replicate. */
export function drawPersons(persons: number, random: SeededRandom): Uint16Array {
  const drawn = new Uint16Array(persons);
  for (let i = 0; i < persons; i++) {
    const person = random.below(persons);
    drawn[person] = (drawn[person] ?? 0) + 1;
  }
  return drawn;
}

/** Weight of a pair in one replicate: a mated pair counts its person once, any other both persons. */
export function weightOf(pair: ScoredPair, drawn: Uint16Array): number {
  const reference = drawn[pair.reference] ?? 0;
  return pair.reference === pair.probe ? reference : reference * (drawn[pair.probe] ?? 0);
}

/**
 * Bounds a rate over pairs by drawing the persons, not the pairs, again and again with replacement.
 *
 * Pairs that share a person err together; drawing persons keeps them together. Where no pair errs
 * every replicate shows zero, so the interval is empty and says nothing: `undefined`.
 */
export function bootstrapRate(
  pairs: readonly ScoredPair[],
  isError: (pair: ScoredPair) => boolean,
  { persons, random }: { readonly persons: number; readonly random: SeededRandom },
): RateBounds | undefined {
  const errors = pairs.filter(isError);
  if (errors.length === 0 || errors.length === pairs.length) return undefined;
  const rates: number[] = [];
  for (let replicate = 0; replicate < BOOTSTRAP_REPLICATES; replicate++) {
    const drawn = drawPersons(persons, random);
    const trials = sumWeights(pairs, drawn);
    if (trials > 0) rates.push(sumWeights(errors, drawn) / trials);
  }
  return percentileBounds(rates);
}

/** The middle 95 % of the replicates. */
export function percentileBounds(values: readonly number[]): RateBounds {
  const sorted = values.toSorted((a, b) => a - b);
  return { lower: quantile(sorted, 0.025), upper: quantile(sorted, 0.975) };
}

/** Linear interpolation between order statistics of ascending values. */
export function quantile(ascending: readonly number[], probability: number): number {
  const position = probability * (ascending.length - 1);
  const below = ascending[Math.floor(position)] ?? Number.NaN;
  const above = ascending[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** How many different persons take part in any of the pairs. */
export function personsIn(pairs: ComparisonSet['mated']): number {
  return new Set(pairs.flatMap(({ reference, probe }) => [reference, probe])).size;
}

function sumWeights(pairs: readonly ScoredPair[], drawn: Uint16Array): number {
  let sum = 0;
  for (const pair of pairs) sum += weightOf(pair, drawn);
  return sum;
}
