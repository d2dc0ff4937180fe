import type { Cohort } from '../cohorts/cohort.ts';
import type { CardView } from '../degradation/index.ts';
import type { ComparisonSet, ErrorCount, ScoredPair } from '../metrics/comparisons.ts';
import type { RecogniserProcess } from '../recognisers/recogniser-process.ts';

export type ReferenceView = 'clean' | CardView;

/** All comparisons of one recogniser on one cohort with one kind of reference. */
export interface ComparisonSeries extends ComparisonSet {
  readonly recogniser: string;
  readonly cohort: Cohort;
  readonly view: ReferenceView;
  readonly measure: string;
  /** Non-mated pairs of the same sex and a like age. */
  readonly alike: readonly ScoredPair[];
  readonly failuresToAcquire: { readonly references: ErrorCount; readonly probes: ErrorCount };
  /** Whether reference and probe of a mated pair are one photograph, drawn upon: flattering. */
  readonly isMatedBySamePhotograph: boolean;
}

export function referenceSlot(cohort: Cohort, view: ReferenceView, person: number): string {
  return `${cohort.name}/${view}/reference/${String(person)}`;
}

/** Where a recogniser keeps a probe: with the reference, when it is the same image taken in alike. */
export function probeSlot(
  { description }: RecogniserProcess,
  cohort: Cohort,
  person: number,
): string {
  const isReference = cohort.layout === 'one-portrait' && !description.tellsRolesApart;
  return isReference ? referenceSlot(cohort, 'clean', person) : probeSlotOf(cohort, person);
}

/** Where a recogniser that tells the roles apart keeps a probe. */
export function probeSlotOf(cohort: Cohort, person: number): string {
  return `${cohort.name}/clean/probe/${String(person)}`;
}

/**
 * Compares every reference of a cohort, in one view, with every probe.
 *
 * A pair with a side that could not be acquired is left out and counted as a failure to acquire. Two
 * clean portraits, one of each person, are compared once: either order is the same comparison.
 */
export async function compareSeries(
  recogniser: RecogniserProcess,
  cohort: Cohort,
  { view, measure }: { readonly view: ReferenceView; readonly measure: string },
): Promise<ComparisonSeries> {
  const persons = cohort.persons.length;
  const numbers = Array.from({ length: persons }, (_, number) => number);
  const values = await recogniser.compare({
    measure,
    references: numbers.map((person) => referenceSlot(cohort, view, person)),
    probes: numbers.map((person) => probeSlot(recogniser, cohort, person)),
  });

  const isOnePortrait = cohort.layout === 'one-portrait';
  const isUnordered = isOnePortrait && view === 'clean';
  const alikePairs = new Set(
    cohort.alikePairs.map((pair) => pair.reference * persons + pair.probe),
  );
  const mated: ScoredPair[] = [];
  const nonMated: ScoredPair[] = [];
  const alike: ScoredPair[] = [];
  values.forEach((score, place) => {
    const pair = { score, reference: Math.floor(place / persons), probe: place % persons };
    if (Number.isNaN(score)) return;
    if (pair.reference === pair.probe) {
      if (!isUnordered) mated.push(pair);
      return;
    }
    if (isUnordered && pair.reference > pair.probe) return;
    nonMated.push(pair);
    if (alikePairs.has(place)) alike.push(pair);
  });

  return {
    recogniser: recogniser.description.name,
    cohort,
    view,
    measure,
    persons,
    mated,
    nonMated,
    alike,
    failuresToAcquire: countFailures(values, persons),
    isMatedBySamePhotograph: isOnePortrait,
  };
}

/** A side was not acquired when none of its comparisons has a score. */
function countFailures(
  values: Float64Array,
  persons: number,
): ComparisonSeries['failuresToAcquire'] {
  const hasReference = new Set<number>();
  const hasProbe = new Set<number>();
  values.forEach((score, place) => {
    if (Number.isNaN(score)) return;
    hasReference.add(Math.floor(place / persons));
    hasProbe.add(place % persons);
  });
  return {
    references: { errors: persons - hasReference.size, trials: persons },
    probes: { errors: persons - hasProbe.size, trials: persons },
  };
}
