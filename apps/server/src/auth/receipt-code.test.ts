import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRegistrationId } from '@bonin/core';
import fc from 'fast-check';
import { readReceiptCode, tagOf, writeReceiptCode } from './receipt-code.ts';
import { registrationSecrets } from './registration-secrets.ts';

const secrets = registrationSecrets(new Uint8Array(32).fill(7));
const ID = parseRegistrationId(`reg_${'a'.repeat(32)}`);
const OTHER = parseRegistrationId(`reg_${'b'.repeat(32)}`);

describe('the code of a receipt', () => {
  it('is read as it was written', () => {
    const bytes = fc.uint8Array({ minLength: 10, maxLength: 32 });
    fc.assert(
      fc.property(fc.nat(), bytes, (place, of) => {
        const code = { place, tag: tagOf(of) };
        assert.deepEqual(readReceiptCode(writeReceiptCode(code)), code);
      }),
    );
  });

  it('is read as people type it', () => {
    const code = { place: 1042, tag: '0123456789ABCDEF' };
    for (const text of [
      '1042-0123-4567-89AB-CDEF',
      '  1042 0123 4567 89ab cdef ',
      '1042\u20130123\u20134567\u201389AB\u2013CDEF',
      '1042-OI23-4567-89AB-CDEF',
      '1042-o l23 456789abcdef',
    ]) {
      assert.deepEqual(readReceiptCode(text), code, text);
    }
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      '1042',
      '0123-4567-89AB-CDEF',
      '1042-0123-4567-89AB-CDE',
      '1042-0123-4567-89AB-CDEFG',
      '1042-0123-4567-89AB-CDEU',
      '1042-0123-4567-89AB-CDE!',
      'x-0123-4567-89AB-CDEF',
      `${'9'.repeat(16)}-0123-4567-89AB-CDEF`,
    ]) {
      assert.equal(readReceiptCode(text), undefined, text);
    }
  });

  it('is another for every registration, and cannot be told from the capture link', () => {
    const tag = secrets.receiptTag(ID);
    assert.match(tag, /^[0-9A-HJKMNP-TV-Z]{16}$/);
    assert.notEqual(tag, secrets.receiptTag(OTHER));
    assert.equal(secrets.isReceiptTag(ID, tag), true);
    assert.equal(secrets.isReceiptTag(OTHER, tag), false);
    assert.equal(secrets.isReceiptTag(ID, ''), false);
    assert.notEqual(tag, tagOf(Buffer.from(secrets.captureToken(ID).slice(37), 'base64url')));
  });
});
