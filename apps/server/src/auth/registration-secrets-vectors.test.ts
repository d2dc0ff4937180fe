import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parseRegistrationId } from '@bonin/core';
import { canonicalConsentText, type ConsentText } from '@bonin/protocol';
import { registrationSecrets } from './registration-secrets.ts';

interface Vector<I, E> {
  readonly input: I;
  readonly expect: E;
}

function vectorsOf<I, E>(folder: string): readonly (readonly [string, Vector<I, E>])[] {
  const url = new URL(`../../../../vectors/${folder}/`, import.meta.url);
  return readdirSync(url).map((name) => {
    const vector = JSON.parse(readFileSync(new URL(name, url), 'utf8')) as Vector<I, E>;
    assert.deepEqual(Object.keys(vector), ['spec', 'comment', 'input', 'expect']);
    return [name, vector] as const;
  });
}

describe('registration-secrets vectors', () => {
  for (const [name, { input, expect }] of vectorsOf<
    { readonly registrationSecret: string; readonly registrationId: string },
    { readonly captureToken: string; readonly orderSalt: string }
  >('registration-secrets')) {
    it(`holds ${name}`, () => {
      const secrets = registrationSecrets(Buffer.from(input.registrationSecret, 'base64url'));
      const id = parseRegistrationId(input.registrationId);
      assert.equal(secrets.captureToken(id), expect.captureToken);
      assert.equal(secrets.orderSalt(id), expect.orderSalt);
      assert.equal(secrets.readCaptureToken(expect.captureToken), id);
    });
  }
});

describe('consent-digest vectors', () => {
  for (const [name, { input, expect }] of vectorsOf<
    ConsentText,
    { readonly canonical: string; readonly digest: string }
  >('consent-digest')) {
    it(`holds ${name}`, () => {
      const canonical = canonicalConsentText(input);
      assert.equal(canonical, expect.canonical);
      const digest = createHash('sha256').update(canonical).digest('base64url');
      assert.equal(digest, expect.digest);
    });
  }
});
