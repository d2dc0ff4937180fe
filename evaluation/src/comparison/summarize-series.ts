import {
  countFalseMatches,
  countFalseNonMatches,
  type ErrorCount,
  type ScoredPair,
} from '../metrics/comparisons.ts';
import { equalErrorRate, errorTradeOff, fnmrAtFmr } from '../metrics/error-trade-off.ts';
import { bootstrapRate, personsIn } from '../metrics/person-bootstrap.ts';
import { clopperPearson, type RateBounds } from '../metrics/rate-bounds.ts';
import { seededRandom } from '../metrics/seeded-random.ts';
import type { ComparisonSeries, ReferenceView } from './series.ts';

/** A rate as its two counts, its bounds, and how its errors hang together by person. */
export interface RateSummary extends ErrorCount {
  readonly rate: number | null;
  /** Two-sided 95 %, Clopper and Pearson: as if all trials were independent. */
  readonly bounds: RateBounds;
  /** Two-sided 95 %, persons drawn with replacement; null where no comparison errs. */
  readonly boundsByPerson: RateBounds | null;
  readonly personsInErrors: number;
}

export interface OperatingPointSummary {
  readonly threshold: number;
  readonly fmr: RateSummary;
  readonly fnmr: RateSummary;
  /** Non-mated pairs of the same sex and a like age alone. */
  readonly fmrAlike: RateSummary;
  /** Mated pairs that did not match, a failure to acquire counted as one. */
  readonly fnmrWithFailures: RateSummary;
}

export type RequiredFmrSummary =
  | {
      readonly kind: 'measured';
      readonly target: number;
      readonly threshold: number;
      readonly fmr: RateSummary;
      readonly fnmr: RateSummary;
    }
  | { readonly kind: 'not-enough-data'; readonly target: number; readonly pairs: number };

export interface SeriesSummary {
  readonly recogniser: string;
  readonly cohort: string;
  readonly persons: number;
  readonly view: ReferenceView;
  readonly measure: string;
  readonly matedBySamePhotograph: boolean;
  readonly failuresToAcquire: { readonly references: RateSummary; readonly probes: RateSummary };
  readonly equalErrorRate: number | null;
  readonly operatingPoint: OperatingPointSummary;
  readonly atRequiredFmr: readonly RequiredFmrSummary[];
}

export const REQUIRED_FMRS = [1e-2, 1e-3, 1e-4, 1e-5] as const;

/** Counts one series' errors at a threshold and at required FMRs; holds rates only. */
export function summarizeSeries(
  series: ComparisonSeries,
  { threshold, seed }: { readonly threshold: number; readonly seed: number },
): SeriesSummary {
  const labels = [seed, 'bootstrap', series.cohort.name, series.view, series.measure] as const;
  const summarize = (pairs: readonly ScoredPair[], isError: (pair: ScoredPair) => boolean) =>
    summarizeRate(pairs, isError, series.persons, labels);
  const matches =
    (minimum: number) =>
    ({ score }: ScoredPair): boolean =>
      score >= minimum;
  const failsToMatch =
    (minimum: number) =>
    ({ score }: ScoredPair): boolean =>
      !(score >= minimum);

  const { references, probes } = series.failuresToAcquire;
  const falseNonMatches = countFalseNonMatches(series.mated, threshold);
  const lost = series.mated.length === 0 ? 0 : series.persons - series.mated.length;
  return {
    recogniser: series.recogniser,
    cohort: series.cohort.name,
    persons: series.persons,
    view: series.view,
    measure: series.measure,
    matedBySamePhotograph: series.isMatedBySamePhotograph,
    failuresToAcquire: { references: plainRate(references), probes: plainRate(probes) },
    equalErrorRate: series.mated.length === 0 ? null : equalErrorRate(errorTradeOff(series)),
    operatingPoint: {
      threshold,
      fmr: summarize(series.nonMated, matches(threshold)),
      fnmr: summarize(series.mated, failsToMatch(threshold)),
      fmrAlike: summarize(series.alike, matches(threshold)),
      fnmrWithFailures: plainRate({
        errors: falseNonMatches.errors + lost,
        trials: falseNonMatches.trials + lost,
      }),
    },
    atRequiredFmr: REQUIRED_FMRS.map((target): RequiredFmrSummary => {
      const found = fnmrAtFmr(series, target);
      if (found.kind === 'not-enough-data') return found;
      return {
        kind: 'measured',
        target,
        threshold: found.threshold,
        fmr: summarize(series.nonMated, matches(found.threshold)),
        fnmr: summarize(series.mated, failsToMatch(found.threshold)),
      };
    }),
  };
}

/** The rate of errors among pairs with both kinds of bounds. */
export function summarizeRate(
  pairs: readonly ScoredPair[],
  isError: (pair: ScoredPair) => boolean,
  persons: number,
  labels: readonly (string | number)[],
): RateSummary {
  const errors = pairs.filter(isError);
  const boundsByPerson =
    bootstrapRate(pairs, isError, { persons, random: seededRandom(...labels) }) ?? null;
  return {
    ...plainRate({ errors: errors.length, trials: pairs.length }),
    boundsByPerson,
    personsInErrors: personsIn(errors),
  };
}

/** A rate of trials that each belong to one person alone. */
export function plainRate({ errors, trials }: ErrorCount): RateSummary {
  return {
    errors,
    trials,
    rate: trials === 0 ? null : errors / trials,
    bounds: clopperPearson(errors, trials),
    boundsByPerson: null,
    personsInErrors: errors,
  };
}

/** Errors of one series at a threshold that was found on another. */
export function errorsAt(
  series: ComparisonSeries,
  threshold: number,
): { readonly fmr: RateSummary; readonly fnmr: RateSummary } {
  return {
    fmr: plainRate(countFalseMatches(series.nonMated, threshold)),
    fnmr: plainRate(countFalseNonMatches(series.mated, threshold)),
  };
}
