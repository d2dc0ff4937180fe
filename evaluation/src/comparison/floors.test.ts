import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cohort } from '../cohorts/cohort.ts';
import { summarizeFloors, type Acquisitions } from './floors.ts';
import { probeSlotOf, referenceSlot, type ComparisonSeries } from './series.ts';

const PERSONS = 4;
const numbers = Array.from({ length: PERSONS }, (_, number) => number);
const cohort: Cohort = {
  name: 'drawn',
  layout: 'two-photographs',
  persons: numbers.map(() => ({
    referenceFile: '',
    probeFile: '',
    sex: undefined,
    born: undefined,
  })),
  alikePairs: [],
  unusableRows: 0,
};

function series(view: ComparisonSeries['view']): ComparisonSeries {
  return {
    recogniser: 'drawn',
    cohort,
    view,
    measure: 'cosine',
    persons: PERSONS,
    // Person 1 does not match themselves; persons 0 and 3 match each other.
    mated: numbers.map((n) => ({ score: n === 1 ? 0.2 : 0.9, reference: n, probe: n })),
    nonMated: numbers.flatMap((reference) =>
      numbers
        .filter((probe) => probe !== reference)
        .map((probe) => ({ score: reference + probe === 3 ? 0.7 : 0.1, reference, probe })),
    ),
    alike: [],
    failuresToAcquire: {
      references: { errors: 0, trials: PERSONS },
      probes: { errors: 0, trials: PERSONS },
    },
    isMatedBySamePhotograph: false,
  };
}

describe('the summary under the policy’s floors', () => {
  const acquisitions: Acquisitions = new Map();
  for (const number of numbers) {
    acquisitions.set(referenceSlot(cohort, 'clean', number), { kind: 'acquired' });
    acquisitions.set(probeSlotOf(cohort, number), { kind: 'acquired' });
  }
  acquisitions.set(probeSlotOf(cohort, 3), { kind: 'refused', guidance: 'come-nearer' });
  acquisitions.set(probeSlotOf(cohort, 2), { kind: 'refused', guidance: 'come-nearer' });
  for (const number of [0, 1, 2]) {
    acquisitions.set(referenceSlot(cohort, 'combined', number), { kind: 'acquired' });
  }
  const all = [series('clean'), series('combined'), series('glare')];
  const { acquired, errors } = summarizeFloors(all, acquisitions, { threshold: 0.5, seed: 1 });

  it('counts the refused images of each kind by the word that is said', () => {
    assert.deepEqual(
      acquired.map(({ images, failuresToAcquire, refusedWith }) => [
        images,
        failuresToAcquire.errors,
        failuresToAcquire.trials,
        refusedWith,
      ]),
      [
        ['reference, clean', 0, 4, {}],
        ['probe', 2, 4, { 'come-nearer': 2 }],
        // The fourth was never drawn, since no face was found in the clean picture.
        ['reference, combined', 1, 4, { 'no-face': 1 }],
      ],
    );
  });

  it('counts errors among acquired pairs only, and refusals as non-matches beside them', () => {
    const [clean, combined] = errors;
    assert.deepEqual([clean?.fnmr.errors, clean?.fnmr.trials], [1, 2]);
    assert.deepEqual([clean?.fmr.errors, clean?.fmr.trials], [2, 6]);
    assert.deepEqual([clean?.fnmrWithRefusals.errors, clean?.fnmrWithRefusals.trials], [3, 4]);
    assert.deepEqual([combined?.fmr.errors, combined?.fmr.trials], [1, 4]);
    assert.equal(errors.length, 2);
  });
});
