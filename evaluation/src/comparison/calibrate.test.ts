import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cohort } from '../cohorts/cohort.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { countFalseMatches } from '../metrics/comparisons.ts';
import { seededRandom } from '../metrics/seeded-random.ts';
import { calibrate, TARGET_FMR } from './calibrate.ts';
import { summarizeGroups } from './groups.ts';
import type { ComparisonSeries } from './series.ts';
import { summarizeSeries } from './summarize-series.ts';

/** Non-mated scores around `centre`, mated scores near 0.8; persons are alike to differing degrees. */
function seriesOf(name: string, persons: number, centre: number): ComparisonSeries {
  const random = seededRandom(name, persons);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const leaning = Array.from({ length: persons }, () => 0.02 * normal());
  const numbers = leaning.map((_, number) => number);
  const cohort: Cohort = {
    name,
    layout: 'two-photographs',
    persons: numbers.map((number) => ({
      referenceFile: '',
      probeFile: '',
      sex: number % 3 === 0 ? 'F' : 'M',
      born: 1940 + (number % 40),
    })),
    alikePairs: [],
    unusableRows: 0,
  };
  return {
    recogniser: 'drawn',
    cohort,
    view: 'clean',
    measure: 'cosine',
    persons,
    mated: numbers.map((n) => ({ score: 0.8 + 0.05 * normal(), reference: n, probe: n })),
    nonMated: numbers.flatMap((reference) =>
      numbers.slice(reference + 1).map((probe) => ({
        score: centre + (leaning[reference] ?? 0) + (leaning[probe] ?? 0) + 0.08 * normal(),
        reference,
        probe,
      })),
    ),
    alike: [],
    failuresToAcquire: {
      references: { errors: 0, trials: persons },
      probes: { errors: 0, trials: persons },
    },
    isMatedBySamePhotograph: false,
  };
}

describe('calibrate', () => {
  const easy = seriesOf('easy', 150, 0);
  const demanding = seriesOf('demanding', 150, 0.15);
  const calibration = calibrate([easy, demanding], { seed: 1, replicates: 60 });

  it('goes by the most demanding series, whatever the order', () => {
    assert.equal(calibration.mostDemanding.cohort, 'demanding');
    assert.equal(
      calibrate([demanding, easy], { seed: 1, replicates: 60 }).recommended,
      calibration.recommended,
    );
  });

  it('recommends a threshold with a margin that holds the target on that series', () => {
    assert.ok(calibration.recommended >= calibration.withoutMargin);
    const { errors, trials } = countFalseMatches(demanding.nonMated, calibration.recommended);
    assert.ok(errors / trials <= TARGET_FMR);
    assert.ok(calibration.fittedRate <= TARGET_FMR);
  });

  it('puts the choice to the test on persons who had no part in it', () => {
    const { halves } = calibration;
    assert.equal(halves.confirmations, 200);
    assert.equal(halves.pairsOfAHalf, (75 * 74) / 2);
    assert.ok(halves.falseMatches / halves.trials < 10 * TARGET_FMR);
  });

  it('refuses to choose where the data cannot show the target', () => {
    assert.throws(
      () => calibrate([seriesOf('few', 20, 0)], { seed: 1 }),
      (error) => error instanceof EvaluationError && error.code === 'CALIBRATION_IMPOSSIBLE',
    );
  });
});

describe('the summary of a series', () => {
  const series = seriesOf('sum', 60, 0.1);

  it('gives every rate with its counts, and none that the data cannot show', () => {
    const summary = summarizeSeries(series, { threshold: 0.5, seed: 1 });
    assert.equal(summary.operatingPoint.fnmr.trials, 60);
    assert.equal(summary.operatingPoint.fmr.trials, 1770);
    assert.deepEqual(
      summary.atRequiredFmr.map(({ kind }) => kind),
      ['measured', 'measured', 'not-enough-data', 'not-enough-data'],
    );
  });

  it('counts a failure to acquire as a mated pair that did not match', () => {
    const lost = { ...series, mated: series.mated.slice(1) };
    const { operatingPoint } = summarizeSeries(lost, { threshold: 0, seed: 1 });
    assert.equal(operatingPoint.fnmr.errors, 0);
    assert.deepEqual(
      [operatingPoint.fnmrWithFailures.errors, operatingPoint.fnmrWithFailures.trials],
      [1, 60],
    );
  });

  it('says of small groups that the data are not enough', () => {
    const groups = summarizeGroups(series, { threshold: 0.5, seed: 1 });
    assert.deepEqual(
      groups.map(({ group }) => group),
      ['women', 'men', 'born before 1945', 'born 1945–1959', 'born 1960 or later'],
    );
    assert.ok(groups.every(({ hasEnoughData }) => !hasEnoughData));
    assert.equal((groups[0]?.persons ?? 0) + (groups[1]?.persons ?? 0), 60);
  });
});
