import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCalibrationId, parseModelId } from './model-id.ts';
import { decidePad, type PadResult } from './pad.ts';

const scale = parseModelId('pad-net');
const threshold = {
  attackBelow: 0.2,
  bonaFideFrom: 0.6,
  scale,
  calibration: parseCalibrationId('report-a'),
};

function evaluated(value: number): PadResult {
  return { kind: 'evaluated', score: { value, scale } };
}

describe('decidePad', () => {
  it('tells attack, undecided and bona fide apart by two bounds', () => {
    assert.equal(decidePad(evaluated(0.19), threshold), 'attack-presentation');
    assert.equal(decidePad(evaluated(0.2), threshold), 'undecided');
    assert.equal(decidePad(evaluated(0.59), threshold), 'undecided');
    assert.equal(decidePad(evaluated(0.6), threshold), 'bona-fide');
  });

  it('leaves undecided what was not evaluated', () => {
    const result: PadResult = { kind: 'not-evaluated', reason: 'model-unavailable' };
    assert.equal(decidePad(result, threshold), 'undecided');
  });

  it('never takes a broken score for bona fide', () => {
    assert.equal(decidePad(evaluated(Number.NaN), threshold), 'undecided');
  });

  it('refuses the score of another model', () => {
    const foreign: PadResult = {
      kind: 'evaluated',
      score: { value: 0.9, scale: parseModelId('other') },
    };
    assert.throws(() => decidePad(foreign, threshold), { code: 'SCALE_MISMATCH' });
  });
});
