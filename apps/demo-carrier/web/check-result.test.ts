import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { CHECKS, checkResult, type Check } from './check-result.ts';
import { commitToOrder } from './order-commitment.ts';

const ORDER = {
  registrationId: `reg_${'a'.repeat(32)}`,
  serviceUrl: 'https://bonin.example',
  orderReference: 'DEMO-0001',
  orderSalt: 'A'.repeat(43),
};
const ISSUED = 1_790_000_000;

const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
const published = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'EdDSA', use: 'sig' };

async function tokenOf(
  claims: Readonly<Record<string, unknown>> = {},
  { typ = 'verification-result+jwt', key = privateKey } = {},
): Promise<string> {
  return new SignJWT({
    iss: ORDER.serviceUrl,
    registrationId: ORDER.registrationId,
    txn: await commitToOrder(ORDER.orderSalt, ORDER.orderReference),
    iat: ISSUED,
    exp: ISSUED + 600,
    result: 'Y',
    ...claims,
  })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'one', typ })
    .sign(key);
}

async function failing(token: string, now = ISSUED + 1): Promise<readonly Check[]> {
  const keys = { keys: [published] };
  const { checks } = await checkResult({ ...ORDER, token, keys, now: new Date(now * 1000) });
  return CHECKS.filter((check) => !checks[check]);
}

describe('checkResult', () => {
  it('finds nothing against a result of this order', async () => {
    assert.deepEqual(await failing(await tokenOf()), []);
  });

  it('finds a result of another registration or another order', async () => {
    assert.deepEqual(await failing(await tokenOf({ registrationId: 'reg_other' })), [
      'registration',
    ]);
    assert.deepEqual(await failing(await tokenOf({ txn: 'x' })), ['order']);
  });

  it('finds a signature of another key, and keeps that apart from age', async () => {
    const other = await generateKeyPair('EdDSA');
    assert.deepEqual(await failing(await tokenOf({}, { key: other.privateKey })), ['signature']);
    assert.deepEqual(await failing(await tokenOf(), ISSUED + 600), ['freshness']);
  });

  it('finds claims that were altered after signing', async () => {
    const [header, , signature] = (await tokenOf({ result: 'N' })).split('.');
    const claims = (await tokenOf()).split('.')[1];
    assert.deepEqual(await failing([header, claims, signature].join('.')), ['signature']);
  });

  it('finds another kind of token and another issuer', async () => {
    assert.deepEqual(await failing(await tokenOf({}, { typ: 'JWT' })), ['type']);
    assert.deepEqual(await failing(await tokenOf({ iss: 'https://other.example' })), ['issuer']);
  });

  it('does not take a missing time for a fresh one', async () => {
    assert.deepEqual(await failing(await tokenOf({ exp: undefined })), ['freshness']);
  });
});
