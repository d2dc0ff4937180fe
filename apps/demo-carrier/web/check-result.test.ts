import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { CHECKS, checkResult, readAnswer, type Check, type CheckedResult } from './check-result.ts';
import { commitToOrder } from './order-commitment.ts';

const ORDER = {
  registrationId: `reg_${'a'.repeat(32)}`,
  serviceUrl: 'https://bonin.example',
  tenantId: 'hanbit-mobile',
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
    aud: ORDER.tenantId,
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

function checked(token: string, now = ISSUED + 1): Promise<CheckedResult> {
  const keys = { keys: [published] };
  return checkResult({ ...ORDER, token, keys, now: new Date(now * 1000) });
}

async function failing(token: string, now?: number): Promise<readonly Check[]> {
  const { checks } = await checked(token, now);
  return CHECKS.filter((check) => checks[check] === 'fails');
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

  it('finds a result that was issued for another carrier', async () => {
    assert.deepEqual(await failing(await tokenOf({ aud: 'other-mobile' })), ['audience']);
    assert.deepEqual(await failing(await tokenOf({ aud: undefined })), ['audience']);
  });

  it('finds another kind of token and another issuer', async () => {
    assert.deepEqual(await failing(await tokenOf({}, { typ: 'JWT' })), ['type']);
    assert.deepEqual(await failing(await tokenOf({ iss: 'https://other.example' })), ['issuer']);
  });

  it('does not take a missing time for a fresh one', async () => {
    assert.deepEqual(await failing(await tokenOf({ exp: undefined })), ['freshness']);
  });

  it('does not call a signature forged that this browser cannot check', async () => {
    const token = await tokenOf();
    const unable = mock.method(crypto.subtle, 'importKey', () =>
      Promise.reject(new DOMException('no Ed25519 here', 'NotSupportedError')),
    );
    try {
      const result = await checked(token);
      assert.equal(result.checks.signature, 'not-checked');
      assert.deepEqual(readAnswer(result), { kind: 'not-checked' });
    } finally {
      unable.mock.restore();
    }
  });
});

describe('readAnswer', () => {
  it('gives the answer that was signed', async () => {
    const refused = await tokenOf({ result: 'N', ground: 'attempts-exhausted' });
    assert.deepEqual(readAnswer(await checked(refused)), {
      kind: 'answered',
      answer: 'N',
      ground: 'attempts-exhausted',
    });
    assert.deepEqual(readAnswer(await checked(await tokenOf())), {
      kind: 'answered',
      answer: 'Y',
      ground: undefined,
    });
  });

  it('gives none when anything speaks against the result', async () => {
    for (const claims of [{ aud: 'other' }, { txn: 'x' }, { result: 'yes' }, { exp: undefined }]) {
      const { kind } = readAnswer(await checked(await tokenOf(claims)));
      assert.notEqual(kind, 'answered');
    }
    const other = await generateKeyPair('EdDSA');
    const forged = await checked(await tokenOf({}, { key: other.privateKey }));
    assert.deepEqual(readAnswer(forged), { kind: 'not-trusted' });
  });

  it('tells a result that may no longer be acted on from one that cannot be trusted', async () => {
    const old = await checked(await tokenOf(), ISSUED + 600);
    assert.deepEqual(readAnswer(old), { kind: 'out-of-date' });
  });
});
