import type { ComparisonSet, ErrorCount } from './comparisons.ts';

/** One point of the trade-off curve, reached at `threshold`. */
export interface TradeOffPoint {
  readonly threshold: number;
  readonly fmr: number;
  readonly fnmr: number;
}

/**
 * Computes the detection error trade-off: both error rates at every threshold that changes one.
 *
 * Ordered by rising threshold: FMR falls, FNMR rises. The first point accepts all, the last none.
 */
export function errorTradeOff(set: Pick<ComparisonSet, 'mated' | 'nonMated'>): TradeOffPoint[] {
  const mated = sortedScores(set.mated);
  const nonMated = sortedScores(set.nonMated);
  const thresholds = [...new Set([...mated, ...nonMated])].sort((a, b) => a - b);
  const points: TradeOffPoint[] = [];
  let matedUnder = 0;
  let nonMatedUnder = 0;
  for (const threshold of thresholds) {
    while (matedUnder < mated.length && at(mated, matedUnder) < threshold) matedUnder++;
    while (nonMatedUnder < nonMated.length && at(nonMated, nonMatedUnder) < threshold) {
      nonMatedUnder++;
    }
    points.push({
      threshold,
      fmr: nonMated.length === 0 ? 0 : 1 - nonMatedUnder / nonMated.length,
      fnmr: mated.length === 0 ? 0 : matedUnder / mated.length,
    });
  }
  points.push({ threshold: Number.POSITIVE_INFINITY, fmr: 0, fnmr: mated.length === 0 ? 0 : 1 });
  return points;
}

/** The rate at which both errors are equal, interpolated between the two nearest thresholds. */
export function equalErrorRate(points: readonly TradeOffPoint[]): number {
  let before: TradeOffPoint | undefined;
  for (const point of points) {
    if (point.fnmr >= point.fmr) {
      if (before === undefined) return (point.fnmr + point.fmr) / 2;
      const gapBefore = before.fmr - before.fnmr;
      const gapAfter = point.fnmr - point.fmr;
      const share = gapBefore + gapAfter === 0 ? 0 : gapBefore / (gapBefore + gapAfter);
      return before.fmr + share * (point.fmr - before.fmr);
    }
    before = point;
  }
  return Number.NaN;
}

/** FNMR at a required FMR, or why the data cannot say it. */
export type FnmrAtFmr =
  | {
      readonly kind: 'measured';
      readonly target: number;
      readonly threshold: number;
      readonly falseMatches: ErrorCount;
      readonly falseNonMatches: ErrorCount;
    }
  | { readonly kind: 'not-enough-data'; readonly target: number; readonly pairs: number };

/**
 * Finds the lowest threshold whose FMR is at most the target, and the FNMR there.
 *
 * Fewer non-mated pairs than one expected false match cannot show the target: no rate is given then.
 */
export function fnmrAtFmr(
  set: Pick<ComparisonSet, 'mated' | 'nonMated'>,
  target: number,
): FnmrAtFmr {
  const pairs = set.nonMated.length;
  const allowed = Math.floor(target * pairs * (1 + 1e-12));
  if (allowed < 1 || set.mated.length === 0) return { kind: 'not-enough-data', target, pairs };
  const threshold = thresholdAllowing(sortedScores(set.nonMated), allowed);
  return {
    kind: 'measured',
    target,
    threshold,
    falseMatches: {
      errors: set.nonMated.filter(({ score }) => score >= threshold).length,
      trials: pairs,
    },
    falseNonMatches: {
      errors: set.mated.filter(({ score }) => !(score >= threshold)).length,
      trials: set.mated.length,
    },
  };
}

/**
 * The lowest threshold that at most `allowed` of the scores reach.
 *
 * @param ascending - scores, lowest first
 */
export function thresholdAllowing(ascending: readonly number[], allowed: number): number {
  const highestRefused = ascending[ascending.length - 1 - allowed];
  if (highestRefused === undefined) return ascending[0] ?? Number.NEGATIVE_INFINITY;
  // Just above the highest score that must be refused: ties with it are refused too.
  return nextAbove(highestRefused);
}

function nextAbove(value: number): number {
  return value + Math.max(Math.abs(value), 1e-6) * 1e-12;
}

function sortedScores(pairs: ComparisonSet['mated']): number[] {
  return pairs.map(({ score }) => score).sort((a, b) => a - b);
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}
