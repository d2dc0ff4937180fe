import { EvaluationError } from '../evaluation-error.ts';
import type { ScoredPair } from '../metrics/comparisons.ts';
import { thresholdAllowing } from '../metrics/error-trade-off.ts';
import {
  BOOTSTRAP_REPLICATES,
  drawPersons,
  percentileBounds,
  weightOf,
} from '../metrics/person-bootstrap.ts';
import type { RateBounds } from '../metrics/rate-bounds.ts';
import { seededRandom, type SeededRandom } from '../metrics/seeded-random.ts';
import { fitTail, tailRate, tailThreshold, upperThreshold } from '../metrics/tail-fit.ts';
import type { ComparisonSeries } from './series.ts';

/** The rate that the threshold must hold on the most demanding cohort. */
export const TARGET_FMR = 1e-4;
const HALVINGS = 100;
/** Recommended thresholds end on this grid, rounded up. */
const GRID = 0.005;

/** What one series of non-mated comparisons asks of the threshold. */
export interface SeriesDemand {
  readonly cohort: string;
  readonly view: string;
  readonly pairs: number;
  /** Lowest threshold with a counted FMR within the target. */
  readonly counted: number;
  /** The same by the fitted tail. */
  readonly fitted: number;
  readonly fittedBounds: RateBounds;
  /** What 95 % of the replicates by person stay under. */
  readonly fittedUpper: number;
}

/** A threshold chosen on one half of the persons and counted on the other, many times, both ways. */
export interface HalvesCheck {
  readonly halvings: number;
  readonly chosen: RateBounds;
  /** False matches over all confirmations together. */
  readonly falseMatches: number;
  readonly trials: number;
  readonly confirmationsWithin: number;
  readonly confirmations: number;
  readonly worstFalseMatches: number;
  readonly pairsOfAHalf: number;
}

export interface Calibration {
  readonly demands: readonly SeriesDemand[];
  readonly mostDemanding: SeriesDemand;
  /** Counted and fitted demand of the most demanding series, without a margin for chance. */
  readonly withoutMargin: number;
  readonly recommended: number;
  /** FMR at the recommended threshold by the fitted tail of the most demanding series. */
  readonly fittedRate: number;
  readonly halves: HalvesCheck;
}

/**
 * Recommends the threshold that the most demanding of the given series asks for, with a margin.
 *
 * The margin is the upper 95 % of the fitted demand when other persons of the same kind are drawn.
 *
 * @throws {EvaluationError} `CALIBRATION_IMPOSSIBLE` when no series has enough non-mated pairs
 */
export function calibrate(
  allSeries: readonly ComparisonSeries[],
  {
    seed,
    replicates = BOOTSTRAP_REPLICATES,
  }: { readonly seed: number; readonly replicates?: number },
): Calibration {
  const demands = allSeries.flatMap((series) => {
    const random = seededRandom(seed, 'demand', series.cohort.name, series.view);
    const demand = demandOf(series, random, replicates);
    return demand === undefined ? [] : [{ series, demand }];
  });
  const most = demands.toSorted((a, b) => b.demand.fittedUpper - a.demand.fittedUpper)[0];
  if (most === undefined) throw new EvaluationError('CALIBRATION_IMPOSSIBLE');

  const withoutMargin = Math.max(most.demand.counted, most.demand.fitted);
  const recommended = roundUp(Math.max(withoutMargin, most.demand.fittedUpper));
  const fit = fitTail(most.series.nonMated.map(({ score }) => ({ score, weight: 1 })));
  return {
    demands: demands.map(({ demand }) => demand),
    mostDemanding: most.demand,
    withoutMargin,
    recommended,
    fittedRate: fit === undefined ? Number.NaN : tailRate(fit, recommended),
    halves: checkHalves(most.series, seededRandom(seed, 'halves')),
  };
}

function demandOf(
  series: ComparisonSeries,
  random: SeededRandom,
  replicates: number,
): SeriesDemand | undefined {
  const pairs = series.nonMated.length;
  const fit = fitTail(series.nonMated.map(({ score }) => ({ score, weight: 1 })));
  if (fit === undefined || Math.floor(TARGET_FMR * pairs) < 1) return undefined;

  // Ordered once: every replicate then finds its tail without sorting anew.
  const ordered = series.nonMated.toSorted((a, b) => b.score - a.score);
  const thresholds: number[] = [];
  for (let i = 0; i < replicates; i++) {
    const drawn = drawPersons(series.persons, random);
    const replicate = fitTail(
      ordered.map((pair) => ({ score: pair.score, weight: weightOf(pair, drawn) })),
    );
    if (replicate !== undefined) thresholds.push(tailThreshold(replicate, TARGET_FMR));
  }
  return {
    cohort: series.cohort.name,
    view: series.view,
    pairs,
    counted: countedThreshold(series.nonMated),
    fitted: tailThreshold(fit, TARGET_FMR),
    fittedBounds: percentileBounds(thresholds),
    fittedUpper: upperThreshold(thresholds),
  };
}

/**
 * Chooses by the fitted tail of one half of the persons and counts on the pairs of the other.
 *
 * The margin is left out: it is the choice that is put to the test, not the caution.
 */
function checkHalves(series: ComparisonSeries, random: SeededRandom): HalvesCheck {
  const chosen: number[] = [];
  let falseMatches = 0;
  let trials = 0;
  let confirmationsWithin = 0;
  let worstFalseMatches = 0;
  let pairsOfAHalf = 0;
  for (let i = 0; i < HALVINGS; i++) {
    const isFirst = halve(series.persons, random);
    for (const half of [true, false]) {
      const choosing = within(series.nonMated, isFirst, half);
      const confirming = within(series.nonMated, isFirst, !half);
      const fit = fitTail(choosing.map(({ score }) => ({ score, weight: 1 })));
      if (fit === undefined) continue;
      const threshold = Math.max(countedThreshold(choosing), tailThreshold(fit, TARGET_FMR));
      const passed = confirming.filter(({ score }) => score >= threshold).length;
      chosen.push(threshold);
      falseMatches += passed;
      trials += confirming.length;
      worstFalseMatches = Math.max(worstFalseMatches, passed);
      pairsOfAHalf = confirming.length;
      if (passed <= Math.ceil(TARGET_FMR * confirming.length)) confirmationsWithin++;
    }
  }
  return {
    halvings: HALVINGS,
    chosen: percentileBounds(chosen),
    falseMatches,
    trials,
    confirmationsWithin,
    confirmations: chosen.length,
    worstFalseMatches,
    pairsOfAHalf,
  };
}

function halve(persons: number, random: SeededRandom): boolean[] {
  const order = Array.from({ length: persons }, (_, person) => ({ person, at: random.next() }));
  order.sort((a, b) => a.at - b.at);
  const isFirst = Array<boolean>(persons).fill(false);
  for (const { person } of order.slice(0, Math.floor(persons / 2))) isFirst[person] = true;
  return isFirst;
}

function within(
  pairs: readonly ScoredPair[],
  isFirst: readonly boolean[],
  half: boolean,
): readonly ScoredPair[] {
  return pairs.filter(
    ({ reference, probe }) => isFirst[reference] === half && isFirst[probe] === half,
  );
}

function countedThreshold(pairs: readonly ScoredPair[]): number {
  const ascending = pairs.map(({ score }) => score).sort((a, b) => a - b);
  return thresholdAllowing(ascending, Math.floor(TARGET_FMR * pairs.length));
}

function roundUp(value: number): number {
  // Whole thousandths, so that no trailing digits of the division remain.
  return Math.round(Math.ceil(value / GRID - 1e-9) * GRID * 1000) / 1000;
}
