import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { countFalseMatches, countFalseNonMatches, type ScoredPair } from './comparisons.ts';
import { equalErrorRate, errorTradeOff, fnmrAtFmr, thresholdAllowing } from './error-trade-off.ts';

const pairs = (scores: readonly number[]): ScoredPair[] =>
  scores.map((score, i) => ({ score, reference: i, probe: i + 1 }));

describe('counts of errors at a threshold', () => {
  it('counts a score equal to the threshold as a match', () => {
    assert.deepEqual(countFalseMatches(pairs([0.5, 0.49]), 0.5), { errors: 1, trials: 2 });
    assert.deepEqual(countFalseNonMatches(pairs([0.5, 0.49]), 0.5), { errors: 1, trials: 2 });
  });

  it('counts a score that is not a number as a non-match', () => {
    assert.equal(countFalseNonMatches(pairs([Number.NaN]), 0).errors, 1);
    assert.equal(countFalseMatches(pairs([Number.NaN]), 0).errors, 0);
  });
});

describe('the error trade-off', () => {
  it('has no error where mated and non-mated scores are apart', () => {
    const points = errorTradeOff({ mated: pairs([0.7, 0.8]), nonMated: pairs([0.1, 0.2]) });
    assert.ok(points.some(({ fmr, fnmr }) => fmr === 0 && fnmr === 0));
    assert.equal(equalErrorRate(points), 0);
  });

  it('finds the equal error rate of a worked example', () => {
    // One of four mated pairs lies under, one of four non-mated pairs above any threshold near 0.5.
    const points = errorTradeOff({
      mated: pairs([0.4, 0.6, 0.7, 0.8]),
      nonMated: pairs([0.1, 0.2, 0.3, 0.65]),
    });
    assert.equal(equalErrorRate(points), 0.25);
  });

  it('falls in FMR and rises in FNMR with the threshold, whatever the scores', () => {
    const scores = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(scores, scores, (mated, nonMated) => {
        const points = errorTradeOff({ mated: pairs(mated), nonMated: pairs(nonMated) });
        points.forEach((point, i) => {
          const before = points[i - 1];
          assert.ok(before === undefined || (point.fmr <= before.fmr && point.fnmr >= before.fnmr));
        });
        const eer = equalErrorRate(points);
        assert.ok(eer >= 0 && eer <= 1);
      }),
    );
  });
});

describe('FNMR at a required FMR', () => {
  const nonMated = pairs(Array.from({ length: 1000 }, (_, i) => i / 1000));

  it('allows exactly as many false matches as the target does', () => {
    const at = fnmrAtFmr({ mated: pairs([0.98, 0.995, 1.2]), nonMated }, 1e-2);
    assert.ok(at.kind === 'measured');
    assert.equal(at.falseMatches.errors, 10);
    assert.deepEqual(at.falseNonMatches, { errors: 1, trials: 3 });
  });

  it('refuses every score tied with the first that must be refused', () => {
    const tied = pairs([...Array<number>(990).fill(0.1), ...Array<number>(20).fill(0.9)]);
    const at = fnmrAtFmr({ mated: pairs([1]), nonMated: tied }, 1e-2);
    assert.ok(at.kind === 'measured');
    assert.equal(at.falseMatches.errors, 0);
  });

  it('says that the data are not enough when not one false match would be expected', () => {
    const at = fnmrAtFmr({ mated: pairs([1]), nonMated }, 1e-4);
    assert.deepEqual(at, { kind: 'not-enough-data', target: 1e-4, pairs: 1000 });
  });

  it('says that the data are not enough without mated pairs', () => {
    assert.equal(fnmrAtFmr({ mated: [], nonMated }, 1e-2).kind, 'not-enough-data');
  });

  it('finds the lowest threshold that so many scores reach', () => {
    const threshold = thresholdAllowing([0.1, 0.2, 0.3, 0.4], 1);
    assert.ok(threshold > 0.3 && threshold < 0.4);
  });
});
