import type { Cohort } from '../cohorts/cohort.ts';
import { fnmrAtFmr } from '../metrics/error-trade-off.ts';
import { PEER_MEASURES } from '../recognisers/peers.ts';
import type { RecogniserProcess } from '../recognisers/recogniser-process.ts';
import { compareSeries, type ComparisonSeries } from './series.ts';
import { errorsAt, plainRate, type RateSummary } from './summarize-series.ts';

/** One way of comparing, on one cohort, at the threshold it is used with. */
export interface DefaultFinding {
  readonly recogniser: string;
  readonly decision: string;
  readonly cohort: string;
  readonly fmr: RateSummary;
  readonly fnmr: RateSummary;
  readonly failuresToAcquire: RateSummary;
}

/** FNMR on one cohort where the threshold gives a required FMR on a cohort, the same or another. */
export interface EqualFmrFinding {
  readonly recogniser: string;
  readonly measure: string;
  readonly target: number;
  readonly thresholdFrom: string;
  readonly cohort: string;
  readonly fnmr: RateSummary | null;
}

export interface PeerFindings {
  readonly atDefault: readonly DefaultFinding[];
  readonly atEqualFmr: readonly EqualFmrFinding[];
}

const EQUAL_FMRS = [1e-3, 1e-4] as const;

/** Compares the clean samples of every cohort in each way that a peer offers. */
export async function measurePeers(
  peers: readonly RecogniserProcess[],
  cohorts: readonly Cohort[],
): Promise<readonly ComparisonSeries[]> {
  const found: ComparisonSeries[] = [];
  for (const peer of peers) {
    const measures = PEER_MEASURES.filter(({ recogniser }) =>
      isOf(peer.description.name, recogniser),
    );
    for (const cohort of cohorts) {
      for (const { measure } of measures) {
        found.push(await compareSeries(peer, cohort, { view: 'clean', measure }));
      }
    }
  }
  return found;
}

/** Sets the engine and its peers side by side: as they are used, and at equal FMR. */
export function comparePeers(
  engineSeries: readonly ComparisonSeries[],
  peerSeries: readonly ComparisonSeries[],
  { threshold }: { readonly threshold: number },
): PeerFindings {
  const clean = [...engineSeries.filter(({ view }) => view === 'clean'), ...peerSeries];
  const isPeer = new Set(peerSeries);
  const withMated = clean.filter(({ mated }) => mated.length > 0);
  return {
    atDefault: clean.map((series) => {
      const known = PEER_MEASURES.find(
        ({ recogniser, measure }) =>
          isOf(series.recogniser, recogniser) && measure === series.measure,
      );
      const minimum = isPeer.has(series) ? (known?.minimum ?? Number.NaN) : threshold;
      const { references, probes } = series.failuresToAcquire;
      return {
        recogniser: series.recogniser,
        decision: known?.decision ?? 'cosine from the shipped threshold',
        cohort: series.cohort.name,
        ...errorsAt(series, minimum),
        failuresToAcquire: plainRate({
          errors: references.errors + probes.errors,
          trials: references.trials + probes.trials,
        }),
      };
    }),
    atEqualFmr: withMated.flatMap((series) =>
      clean
        .filter(
          ({ recogniser, measure }) =>
            recogniser === series.recogniser && measure === series.measure,
        )
        .flatMap((origin) =>
          EQUAL_FMRS.map((target) => {
            // Only the threshold comes from the other cohort; its mated pairs play no part.
            const found = fnmrAtFmr({ nonMated: origin.nonMated, mated: series.mated }, target);
            return {
              recogniser: series.recogniser,
              measure: series.measure,
              target,
              thresholdFrom: origin.cohort.name,
              cohort: series.cohort.name,
              fnmr: found.kind === 'measured' ? errorsAt(series, found.threshold).fnmr : null,
            };
          }),
        ),
    ),
  };
}

function isOf(nameAndVersion: string, name: string): boolean {
  return nameAndVersion.startsWith(`${name} `);
}
