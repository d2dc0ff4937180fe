import { quantile } from './person-bootstrap.ts';

/** Scores above `from` follow a generalised Pareto law; `share` of all scores lie above it. */
export interface TailFit {
  readonly from: number;
  readonly share: number;
  readonly shape: number;
  readonly scale: number;
}

/** One score and how much it counts. */
export interface WeightedScore {
  readonly score: number;
  readonly weight: number;
}

/** The tail begins where this share of the scores lies above. */
const TAIL_SHARE = 0.02;
const LEAST_TAIL_SCORES = 20;

/**
 * Fits the upper tail of non-mated scores by probability-weighted moments.
 *
 * The fit looks a little beyond what was counted; a decade beyond the data it is a guess.
 *
 * @returns `undefined` when the tail holds too few scores
 */
export function fitTail(scores: readonly WeightedScore[]): TailFit | undefined {
  const counted = scores.filter(({ weight }) => weight > 0);
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  const descending = counted.toSorted((a, b) => b.score - a.score);

  const tail: WeightedScore[] = [];
  let above = 0;
  for (const scored of descending) {
    if (above + scored.weight > TAIL_SHARE * total) break;
    tail.push(scored);
    above += scored.weight;
  }
  const first = descending[tail.length];
  if (first === undefined || tail.length < LEAST_TAIL_SCORES) return undefined;

  const from = first.score;
  let mean = 0;
  let meanTimesSurvival = 0;
  let higher = 0;
  for (const { score, weight } of tail) {
    const survival = (higher + weight / 2) / above;
    mean += ((score - from) * weight) / above;
    meanTimesSurvival += ((score - from) * survival * weight) / above;
    higher += weight;
  }
  const spread = mean - 2 * meanTimesSurvival;
  if (!(spread > 0)) return undefined;
  return {
    from,
    share: above / total,
    shape: 2 - mean / spread,
    scale: (2 * mean * meanTimesSurvival) / spread,
  };
}

/** The score that only the share `rate` of non-mated comparisons reaches, by the fitted tail. */
export function tailThreshold(fit: TailFit, rate: number): number {
  const ratio = rate / fit.share;
  if (Math.abs(fit.shape) < 1e-9) return fit.from - fit.scale * Math.log(ratio);
  return fit.from + (fit.scale / fit.shape) * (ratio ** -fit.shape - 1);
}

/** The share of non-mated comparisons that reaches the score, by the fitted tail. */
export function tailRate(fit: TailFit, score: number): number {
  const excess = (score - fit.from) / fit.scale;
  if (excess <= 0) return fit.share;
  if (Math.abs(fit.shape) < 1e-9) return fit.share * Math.exp(-excess);
  const base = 1 + fit.shape * excess;
  return base <= 0 ? 0 : fit.share * base ** (-1 / fit.shape);
}

/** The value that replicates of a threshold stay under with 95 % confidence. */
export function upperThreshold(replicates: readonly number[]): number {
  return quantile(
    replicates.toSorted((a, b) => a - b),
    0.95,
  );
}
