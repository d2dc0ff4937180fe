import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAttemptId, parseRegistrationId, parseTenantId } from './identifiers.ts';
import { RegistrationError } from './registration-error.ts';

describe('identifiers', () => {
  it('take what has the documented shape', () => {
    const random = 'Az09_-'.padEnd(32, 'x');
    assert.equal(parseRegistrationId(`reg_${random}`), `reg_${random}`);
    assert.equal(parseAttemptId(`att_${random}`), `att_${random}`);
    for (const id of ['a', 'hanbit-mobile', 'x'.repeat(48)]) assert.equal(parseTenantId(id), id);
  });

  it('refuse everything else and quote nothing of it', () => {
    const wrong = [
      '',
      'marked',
      `reg_${'x'.repeat(31)}`,
      `reg_${'x'.repeat(33)}`,
      `reg_${'=x'.repeat(16)}`,
    ];
    for (const text of wrong) {
      assert.throws(
        () => parseRegistrationId(text),
        (error) =>
          error instanceof RegistrationError &&
          error.code === 'REGISTRATION_ID_MALFORMED' &&
          !JSON.stringify(error).includes('marked'),
      );
    }
    assert.throws(() => parseAttemptId(`reg_${'x'.repeat(32)}`), RegistrationError);
    for (const id of ['', '-a', 'a-', 'Hanbit', 'x'.repeat(49), 'a b']) {
      assert.throws(() => parseTenantId(id), RegistrationError);
    }
  });
});
