/** Comparisons as a whole: scores with the persons behind them, by number only, never by name. */

export interface ScoredPair {
  readonly score: number;
  /** Numbers of the two persons within their cohort; equal for a mated pair. */
  readonly reference: number;
  readonly probe: number;
}

/** One comparison series: every mated and non-mated pair that could be compared. */
export interface ComparisonSet {
  readonly persons: number;
  readonly mated: readonly ScoredPair[];
  readonly nonMated: readonly ScoredPair[];
}

export interface ErrorCount {
  readonly errors: number;
  readonly trials: number;
}

/** False non-matches: mated pairs under the threshold. NaN counts as a non-match, as it would live. */
export function countFalseNonMatches(mated: readonly ScoredPair[], threshold: number): ErrorCount {
  const matches = mated.filter(({ score }) => score >= threshold).length;
  return { errors: mated.length - matches, trials: mated.length };
}

/** False matches: non-mated pairs that reach the threshold. */
export function countFalseMatches(nonMated: readonly ScoredPair[], threshold: number): ErrorCount {
  return {
    errors: nonMated.filter(({ score }) => score >= threshold).length,
    trials: nonMated.length,
  };
}
