/**
 * What the policy's quality floors do to the images of a set, which the other figures leave out.
 *
 * Floors refuse an image and tell the person what to change; refused is not counted against anybody in the product.
 * Here nobody can come nearer or take another picture, so a refusal loses the pair.
 */

import type { GuidanceSymbol } from '@bonin/core';
import { countFalseNonMatches, type ScoredPair } from '../metrics/comparisons.ts';
import type { AcquisitionReport } from '../recognisers/recogniser-protocol.ts';
import { probeSlotOf, referenceSlot, type ComparisonSeries, type ReferenceView } from './series.ts';
import { plainRate, summarizeRate, type RateSummary } from './summarize-series.ts';

/** By slot: whether the policy's floors let the image of that slot pass. */
export type Acquisitions = Map<string, AcquisitionReport>;

/** Kinds of reference that are put to the floors; each costs every image a second time. */
export const VIEWS_UNDER_FLOORS: ReadonlySet<ReferenceView> = new Set<ReferenceView>([
  'clean',
  'combined',
]);

/** How many images of one kind pass the floors, and what the others would be told. */
export interface FloorCount {
  readonly cohort: string;
  readonly images: 'reference, clean' | 'reference, combined' | 'probe';
  /** Images refused, of all. */
  readonly failuresToAcquire: RateSummary;
  readonly refusedWith: Readonly<Partial<Record<GuidanceSymbol, number>>>;
}

/** Errors among the pairs whose two images pass the floors. */
export interface FlooredErrors {
  readonly cohort: string;
  readonly view: ReferenceView;
  readonly matedBySamePhotograph: boolean;
  readonly fmr: RateSummary;
  readonly fnmr: RateSummary;
  /** Mated pairs that did not match, a refused image counted as one. */
  readonly fnmrWithRefusals: RateSummary;
}

export interface FloorFindings {
  readonly acquired: readonly FloorCount[];
  readonly errors: readonly FlooredErrors[];
}

/** Applies the floors to the engine's series, as far as their images were put to them. */
export function summarizeFloors(
  allSeries: readonly ComparisonSeries[],
  acquisitions: Acquisitions,
  { threshold, seed }: { readonly threshold: number; readonly seed: number },
): FloorFindings {
  const floored = allSeries.filter(({ view }) => VIEWS_UNDER_FLOORS.has(view));
  return {
    acquired: floored.flatMap((series) => countAcquired(series, acquisitions)),
    errors: floored.map((series) => countErrors(series, acquisitions, { threshold, seed })),
  };
}

function countAcquired(series: ComparisonSeries, acquisitions: Acquisitions): FloorCount[] {
  const { cohort, view, persons } = series;
  const numbers = Array.from({ length: persons }, (_, number) => number);
  const count = (images: FloorCount['images'], slots: readonly string[]): FloorCount => {
    const refusedWith: Partial<Record<GuidanceSymbol, number>> = {};
    for (const slot of slots) {
      // A card is drawn only where a face was found in the clean picture.
      const found = acquisitions.get(slot) ?? { kind: 'refused', guidance: 'no-face' };
      if (found.kind === 'acquired') continue;
      refusedWith[found.guidance] = (refusedWith[found.guidance] ?? 0) + 1;
    }
    const errors = Object.values(refusedWith).reduce((sum, refused) => sum + refused, 0);
    return {
      cohort: cohort.name,
      images,
      failuresToAcquire: plainRate({ errors, trials: slots.length }),
      refusedWith,
    };
  };
  const references = numbers.map((number) => referenceSlot(cohort, view, number));
  if (view === 'combined') return [count('reference, combined', references)];
  const probes = numbers.map((number) => probeSlotOf(cohort, number));
  return [count('reference, clean', references), count('probe', probes)];
}

function countErrors(
  series: ComparisonSeries,
  acquisitions: Acquisitions,
  { threshold, seed }: { readonly threshold: number; readonly seed: number },
): FlooredErrors {
  const { cohort, view, persons } = series;
  const passes = (slot: string): boolean => acquisitions.get(slot)?.kind === 'acquired';
  const isAcquired = ({ reference, probe }: ScoredPair): boolean =>
    passes(referenceSlot(cohort, view, reference)) && passes(probeSlotOf(cohort, probe));
  const mated = series.mated.filter(isAcquired);
  const nonMated = series.nonMated.filter(isAcquired);
  const lost = series.mated.length === 0 ? 0 : persons - mated.length;
  const falseNonMatches = countFalseNonMatches(mated, threshold);
  const labels = [seed, 'floors', cohort.name, view];
  return {
    cohort: cohort.name,
    view,
    matedBySamePhotograph: series.isMatedBySamePhotograph,
    fmr: summarizeRate(nonMated, ({ score }) => score >= threshold, persons, labels),
    fnmr: summarizeRate(mated, ({ score }) => !(score >= threshold), persons, labels),
    fnmrWithRefusals: plainRate({
      errors: falseNonMatches.errors + lost,
      trials: falseNonMatches.trials + lost,
    }),
  };
}
