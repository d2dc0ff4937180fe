import type { ComparisonSeries } from '../comparison/series.ts';
import { countFalseMatches, countFalseNonMatches } from '../metrics/comparisons.ts';
import { errorTradeOff } from '../metrics/error-trade-off.ts';
import { drawDetPlot, type DetCurve } from './det-plot.ts';
import { formatCount } from './format.ts';

/** Measures that a plot shows; a peer's other ways of comparing order the pairs alike. */
const SHOWN_MEASURES: ReadonlySet<string> = new Set(['cosine', 'euclidean', 'similarity']);

/**
 * Draws the trade-off of every series with two photographs of each person: the engine clean and
 * card-like, the peers clean. The circles are the engine at the shipped threshold.
 */
export function presentDetPlot(
  engineSeries: readonly ComparisonSeries[],
  peerSeries: readonly ComparisonSeries[],
  threshold: number,
): string {
  const shown = (series: ComparisonSeries): boolean =>
    series.mated.length > 0 && !series.isMatedBySamePhotograph;
  const own = engineSeries
    .filter((series) => shown(series) && (series.view === 'clean' || series.view === 'combined'))
    .map((series): DetCurve => ({
      ...curveOf(series, series.view === 'clean' ? 'clean' : 'card-like'),
      operatingPoint: {
        fmr: shareOf(countFalseMatches(series.nonMated, threshold)),
        fnmr: shareOf(countFalseNonMatches(series.mated, threshold)),
      },
    }));
  const seen = new Set<string>();
  const others = peerSeries.filter((series) => {
    const key = `${series.recogniser}/${series.cohort.name}`;
    if (!shown(series) || !SHOWN_MEASURES.has(series.measure) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return drawDetPlot('False matches against false non-matches', [
    ...own,
    ...others.map((series) => curveOf(series, `clean, ${series.measure}`)),
  ]);
}

function curveOf(series: ComparisonSeries, what: string): DetCurve {
  const counts = `${formatCount(series.mated.length)} mated, ${formatCount(series.nonMated.length)} non-mated`;
  return {
    label: `${series.recogniser}, ${series.cohort.name}, ${what} (${counts})`,
    points: errorTradeOff(series),
  };
}

function shareOf({ errors, trials }: { readonly errors: number; readonly trials: number }): number {
  return trials === 0 ? 0 : errors / trials;
}
