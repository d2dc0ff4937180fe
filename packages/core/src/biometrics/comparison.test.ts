import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decideComparison } from './comparison.ts';
import { parseCalibrationId, parseModelId } from './model-id.ts';

const scale = parseModelId('net-a');
const threshold = { minimum: 0.5, scale, calibration: parseCalibrationId('report-a') };

describe('decideComparison', () => {
  it('matches from the threshold on and not under it', () => {
    assert.equal(decideComparison({ value: 0.5, scale }, threshold), 'match');
    assert.equal(decideComparison({ value: 0.499999, scale }, threshold), 'non-match');
  });

  it('ends a broken score as a non-match', () => {
    assert.equal(decideComparison({ value: Number.NaN, scale }, threshold), 'non-match');
    assert.equal(decideComparison({ value: -Infinity, scale }, threshold), 'non-match');
  });

  it('refuses to compare a score with the threshold of another model', () => {
    const foreign = { value: 0.9, scale: parseModelId('net-b') };
    assert.throws(() => decideComparison(foreign, threshold), { code: 'SCALE_MISMATCH' });
  });
});

describe('parseModelId', () => {
  it('takes the names of networks and of their combinations', () => {
    assert.equal(parseModelId('fr-feature-bgr+mobilefacenet'), 'fr-feature-bgr+mobilefacenet');
  });

  it('refuses what is no name, without repeating it', () => {
    for (const text of ['', ' ', 'Net', 'a/b', '../x', 'a'.repeat(65)]) {
      assert.throws(
        () => parseModelId(text),
        (error: Error) => error.message === 'MODEL_ID_MALFORMED',
      );
    }
  });
});
