import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CONSENT_TEXTS, LOCALES, canonicalConsentText } from './consent-text.ts';
import { idempotencyKey, openRegistrationRequest } from './registrations.ts';

const ORDINARY = {
  kind: 'new-line',
  channel: 'online',
  documentTypes: ['resident-card'],
  orderReference: 'order-1',
};

describe('request to open a registration', () => {
  it('is taken as documented, with or without a return address', () => {
    assert.deepEqual(openRegistrationRequest.parse(ORDINARY), ORDINARY);
    for (const returnUrl of ['https://carrier.example/x?y=1', 'http://localhost:3000/done']) {
      assert.ok(openRegistrationRequest.safeParse({ ...ORDINARY, returnUrl }).success);
    }
  });

  it('sends nobody to an address that is not https', () => {
    for (const returnUrl of [
      'http://carrier.example/',
      'http://localhost.example/',
      'javascript:alert(1)',
      'data:text/html,x',
      'https://a:b@carrier.example/',
      '//carrier.example/',
      `https://carrier.example/${'x'.repeat(500)}`,
    ]) {
      assert.ok(!openRegistrationRequest.safeParse({ ...ORDINARY, returnUrl }).success, returnUrl);
    }
  });

  it('names at least one document and holds no member of its own invention', () => {
    for (const change of [{ documentTypes: [] }, { documentTypes: ['passport'] }, { phone: '1' }]) {
      assert.ok(!openRegistrationRequest.safeParse({ ...ORDINARY, ...change }).success);
    }
  });

  it('comes with a key of 8 to 128 visible characters', () => {
    assert.ok(idempotencyKey.safeParse('x'.repeat(8)).success);
    for (const key of ['x'.repeat(7), 'x'.repeat(129), 'with space', 'caf\u00e9-1234']) {
      assert.ok(!idempotencyKey.safeParse(key).success);
    }
  });
});

describe('consent text', () => {
  it('says the same number of things in every language, under one version', () => {
    const texts = LOCALES.map((locale) => CONSENT_TEXTS[locale]);
    assert.equal(new Set(texts.map((text) => text.matters.length)).size, 1);
    assert.equal(new Set(texts.map((text) => text.version)).size, 1);
  });

  it('is recorded as exactly what was shown', () => {
    const canonical = canonicalConsentText(CONSENT_TEXTS.ko);
    const { title, agree, decline, matters } = CONSENT_TEXTS.ko;
    for (const part of [title, agree, decline, ...matters.flat()]) {
      assert.ok(canonical.includes(part));
    }
  });
});
