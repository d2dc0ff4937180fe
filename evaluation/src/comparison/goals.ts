import type { PeerFindings } from './peer-comparison.ts';
import type { RateSummary, SeriesSummary } from './summarize-series.ts';
import type { TimeSummary } from './times.ts';
import { formatCounts, formatMs, formatShare } from '../reports/format.ts';

/**
 * What the data say of a goal: `reached` only where the 95 % bound holds it too.
 *
 * A rate that was counted within the goal while its bound is not may well be over it.
 */
export type GoalState =
  'reached' | 'counted within; the 95 % bound is not' | 'missed' | 'not measured';

/** One figure to hold and what was measured; published, never asserted in a test. */
export interface GoalJudgement {
  readonly goal: string;
  readonly measured: string;
  /** What the true figure stays under, or why there is no such thing. */
  readonly bound: string;
  readonly state: GoalState;
}

/** Compares what was measured with the figures that the project set itself. */
export function judgeGoals(
  series: readonly SeriesSummary[],
  peers: PeerFindings,
  times: readonly TimeSummary[],
): readonly GoalJudgement[] {
  const photographs = series.filter((one) => !one.matedBySamePhotograph);
  const portraits = series.filter((one) => one.matedBySamePhotograph);
  const inView = (of: readonly SeriesSummary[], view: string) =>
    of.find((one) => one.view === view)?.operatingPoint;
  return [
    judgeRate('FMR, one portrait each, ≤ 1e-4', inView(portraits, 'clean')?.fmr, 1e-4),
    judgeRate('FMR, two photographs each, ≤ 1e-5', inView(photographs, 'clean')?.fmr, 1e-5),
    judgeRate('FNMR, clean reference, ≤ 1 %', inView(photographs, 'clean')?.fnmr, 0.01),
    judgeRate('FNMR, card-like reference, ≤ 4 %', inView(photographs, 'combined')?.fnmr, 0.04),
    judgePeers(peers, 'the same pairs'),
    judgePeers(peers, 'the cohort of one portrait each'),
    judgeTimes(times),
  ];
}

/**
 * The upper bound of a rate: the wider of Clopper and Pearson's and the one by person.
 *
 * Where nothing errs there is none by person, and the other is too kind to pairs that share persons.
 */
export function widerUpper({ bounds, boundsByPerson }: RateSummary): number {
  return Math.max(bounds.upper, boundsByPerson?.upper ?? 0);
}

function judgeRate(goal: string, rate: RateSummary | undefined, most: number): GoalJudgement {
  if (rate?.rate === undefined || rate.rate === null) {
    return { goal, measured: 'no such pairs', bound: '–', state: 'not measured' };
  }
  const upper = widerUpper(rate);
  return {
    goal,
    measured: `${formatShare(rate.rate)} (${formatCounts(rate)})`,
    bound: formatShare(upper),
    state: stateOf({ isCounted: rate.rate <= most, isBounded: upper <= most }),
  };
}

function stateOf({
  isCounted,
  isBounded,
}: {
  readonly isCounted: boolean;
  readonly isBounded: boolean;
}): GoalState {
  if (!isCounted) return 'missed';
  return isBounded ? 'reached' : 'counted within; the 95 % bound is not';
}

function judgePeers(
  { atEqualFmr }: PeerFindings,
  on: 'the same pairs' | 'the cohort of one portrait each',
): GoalJudgement {
  const goal = `a tenth of the best peer’s false non-matches, or fewer; both at FMR 1e-4 on ${on}`;
  const atTarget = atEqualFmr.filter(
    ({ target, thresholdFrom, cohort }) =>
      target === 1e-4 && (thresholdFrom === cohort) === (on === 'the same pairs'),
  );
  const own = atTarget.find(({ recogniser }) => recogniser === 'Bonin')?.fnmr;
  const others = atTarget.filter(({ recogniser }) => recogniser !== 'Bonin');
  const rates = others.flatMap(({ fnmr }) => (fnmr === null ? [] : [fnmr]));
  const best = rates.toSorted((a, b) => (a.rate ?? 1) - (b.rate ?? 1))[0];
  if (own?.rate === undefined || own.rate === null || best?.rate === undefined) {
    const measured = others.length === 0 ? 'peers were not run' : 'not enough data';
    return { goal, measured, bound: '–', state: 'not measured' };
  }
  const upper = widerUpper(own);
  const { lower } = best.bounds;
  return {
    goal,
    measured: `${formatCounts(own)} against ${formatCounts(best)}`,
    bound: `${formatShare(upper)} at most against ${formatShare(lower)} at least`,
    state: stateOf({
      isCounted: own.rate * 10 <= (best.rate ?? 0) && (best.rate ?? 0) > 0,
      isBounded: upper * 10 <= lower,
    }),
  };
}

/** As probes only: there every recogniser had the same images and looked for one face, near and upright. */
function judgeTimes(times: readonly TimeSummary[]): GoalJudgement {
  const goal = 'a tenth of the fastest peer’s time for a probe image, or less (medians)';
  const asProbes = times.filter(({ role }) => role === 'probe');
  const own = asProbes.find(({ recogniser }) => recogniser === 'Bonin');
  const fastest = asProbes
    .filter((one) => one !== own)
    .toSorted((a, b) => a.wallMedianMs - b.wallMedianMs)[0];
  if (own === undefined || fastest === undefined) {
    return { goal, measured: 'peers were not run', bound: '–', state: 'not measured' };
  }
  return {
    goal,
    measured: `${formatMs(own.wallMedianMs)} ms against ${formatMs(fastest.wallMedianMs)} ms: 1/${(fastest.wallMedianMs / own.wallMedianMs).toFixed(1)}`,
    bound: 'none: times of this machine',
    state: own.wallMedianMs * 10 <= fastest.wallMedianMs ? 'reached' : 'missed',
  };
}
