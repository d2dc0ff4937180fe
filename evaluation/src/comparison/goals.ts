import type { PeerFindings } from './peer-comparison.ts';
import type { RateSummary, SeriesSummary } from './summarize-series.ts';
import type { TimeSummary } from './times.ts';
import { formatCounts, formatMs, formatShare } from '../reports/format.ts';

/** One figure to hold and what was reached; published, never asserted in a test. */
export interface GoalJudgement {
  readonly goal: string;
  readonly reached: string;
  readonly state: 'reached' | 'missed' | 'not measured';
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

function judgeRate(goal: string, rate: RateSummary | undefined, most: number): GoalJudgement {
  if (rate?.rate === undefined || rate.rate === null) {
    return { goal, reached: 'no such pairs', state: 'not measured' };
  }
  return {
    goal,
    reached: `${formatShare(rate.rate)} (${formatCounts(rate)})`,
    state: rate.rate <= most ? 'reached' : 'missed',
  };
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
  const others = atTarget.flatMap(({ recogniser, fnmr }) =>
    recogniser !== 'Bonin' && fnmr !== null ? [fnmr] : [],
  );
  const best = others.toSorted((a, b) => (a.rate ?? 1) - (b.rate ?? 1))[0];
  if (own?.rate === undefined || own.rate === null || best?.rate === undefined) {
    return { goal, reached: 'peers were not run', state: 'not measured' };
  }
  return {
    goal,
    reached: `${formatCounts(own)} against ${formatCounts(best)}`,
    state: own.rate * 10 <= (best.rate ?? 0) && (best.rate ?? 0) > 0 ? 'reached' : 'missed',
  };
}

function judgeTimes(times: readonly TimeSummary[]): GoalJudgement {
  const goal = 'a tenth of the fastest peer’s time for an image, or less (medians)';
  const own = times.find(({ recogniser }) => recogniser === 'Bonin');
  const fastest = times
    .filter((one) => one !== own)
    .toSorted((a, b) => a.wallMedianMs - b.wallMedianMs)[0];
  if (own === undefined || fastest === undefined) {
    return { goal, reached: 'peers were not run', state: 'not measured' };
  }
  return {
    goal,
    reached: `${formatMs(own.wallMedianMs)} ms against ${formatMs(fastest.wallMedianMs)} ms: 1/${(fastest.wallMedianMs / own.wallMedianMs).toFixed(1)}`,
    state: own.wallMedianMs * 10 <= fastest.wallMedianMs ? 'reached' : 'missed',
  };
}
