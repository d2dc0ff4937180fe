import { betaQuantile } from './beta.ts';

export interface RateBounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Bounds of a rate from its two counts, by Clopper and Pearson, two-sided 95 % unless told otherwise.
 *
 * Exact for independent trials only. Comparisons that share a person are not independent: for them the
 * interval is too narrow, and the report prints a bootstrap by person beside it.
 */
export function clopperPearson(errors: number, trials: number, confidence = 0.95): RateBounds {
  if (trials <= 0) return { lower: 0, upper: 1 };
  const tail = (1 - confidence) / 2;
  return {
    lower: errors === 0 ? 0 : betaQuantile(tail, errors, trials - errors + 1),
    upper: errors === trials ? 1 : betaQuantile(1 - tail, errors + 1, trials - errors),
  };
}

/** The rate that a true rate stays under with the given one-sided confidence. */
export function upperBound(errors: number, trials: number, confidence = 0.95): number {
  if (trials <= 0 || errors === trials) return 1;
  return betaQuantile(confidence, errors + 1, trials - errors);
}
