import type { CohortPerson } from '../cohorts/cohort.ts';
import { plainRate, summarizeRate, type RateSummary } from './summarize-series.ts';
import type { ComparisonSeries } from './series.ts';

/** Errors of one group at the shipped threshold. */
export interface GroupSummary {
  readonly group: string;
  readonly persons: number;
  readonly fnmr: RateSummary;
  /** Non-mated pairs within the group. */
  readonly fmr: RateSummary;
  readonly failuresToAcquire: RateSummary;
  /** Whether a gap of a quarter between groups could be seen with so many mated pairs. */
  readonly hasEnoughData: boolean;
}

/** Mated pairs a group needs to show a 25 % gap at FNMR 1 % (two-sided 5 %, power 80 %). */
export const GROUP_PAIRS_NEEDED = 22_016;

const GROUPS: Readonly<Record<string, (person: CohortPerson) => boolean>> = {
  women: ({ sex }) => sex === 'F',
  men: ({ sex }) => sex === 'M',
  'born before 1945': ({ born }) => born !== undefined && born < 1945,
  'born 1945–1959': ({ born }) => born !== undefined && born >= 1945 && born < 1960,
  'born 1960 or later': ({ born }) => born !== undefined && born >= 1960,
};

/** Counts the errors of each group that the cohort's table names; no group attribute decides anything. */
export function summarizeGroups(
  series: ComparisonSeries,
  { threshold, seed }: { readonly threshold: number; readonly seed: number },
): readonly GroupSummary[] {
  return Object.entries(GROUPS).flatMap(([group, belongs]) => {
    const members = new Set(
      series.cohort.persons.flatMap((person, number) => (belongs(person) ? [number] : [])),
    );
    if (members.size === 0) return [];
    const mated = series.mated.filter(({ reference }) => members.has(reference));
    const nonMated = series.nonMated.filter(
      ({ reference, probe }) => members.has(reference) && members.has(probe),
    );
    const labels = [seed, 'groups', series.cohort.name, group];
    return [
      {
        group,
        persons: members.size,
        fnmr: summarizeRate(mated, ({ score }) => !(score >= threshold), series.persons, labels),
        fmr: summarizeRate(nonMated, ({ score }) => score >= threshold, series.persons, labels),
        failuresToAcquire: plainRate({
          errors: members.size - mated.length,
          trials: members.size,
        }),
        hasEnoughData: mated.length >= GROUP_PAIRS_NEEDED,
      },
    ];
  });
}
