/** A set of persons whose images are compared; files by path, persons by number. */
export interface Cohort {
  /** The folder's name, as printed in reports. */
  readonly name: string;
  /** Two photographs make mated pairs; of one portrait each, only non-mated pairs can be made. */
  readonly layout: 'two-photographs' | 'one-portrait';
  readonly persons: readonly CohortPerson[];
  /** Non-mated pairs of the same sex and a like age, by the persons' numbers. */
  readonly alikePairs: readonly { readonly reference: number; readonly probe: number }[];
  /** Rows of its tables that could not be used, files that were not there included. */
  readonly unusableRows: number;
}

export interface CohortPerson {
  readonly referenceFile: string;
  readonly probeFile: string;
  readonly sex: 'F' | 'M' | undefined;
  readonly born: number | undefined;
}

/** The first so many persons of a cohort; for trying a run out. */
export function limitCohort(cohort: Cohort, persons: number): Cohort {
  return {
    ...cohort,
    persons: cohort.persons.slice(0, persons),
    alikePairs: cohort.alikePairs.filter(
      ({ reference, probe }) => reference < persons && probe < persons,
    ),
  };
}
