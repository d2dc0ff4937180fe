import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rateOf } from './error-rate.ts';

describe('rateOf', () => {
  it('divides errors by trials', () => {
    assert.equal(rateOf({ metric: 'FNMR', errors: 2, trials: 250 }), 0.008);
  });

  it('refuses a rate without trials', () => {
    assert.throws(() => rateOf({ metric: 'FMR', errors: 0, trials: 0 }), {
      code: 'RATE_WITHOUT_TRIALS',
    });
  });
});
