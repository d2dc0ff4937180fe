import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  instant,
  parseRegistrationId,
  parseTenantId,
  type RefusalGround,
  type Threshold,
} from '@bonin/core';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import type { PrivateKey } from '../keys/keyring.ts';
import { RESULT_TYPE, resultSigner } from './result-token.ts';

const FOLDER = new URL('../../../../vectors/verification-result/', import.meta.url);

interface Vector {
  readonly spec: string;
  readonly comment: string;
  readonly input: {
    readonly jwks: JSONWebKeySet;
    readonly token: string;
    readonly issuer: string;
    readonly audience: string;
    /** Seconds since 1970. */
    readonly at: number;
    /** Only where the token can be made again byte for byte. */
    readonly signing?: {
      readonly key: PrivateKey;
      readonly buildDigest: string;
      readonly modelDigest: string;
    };
  };
  readonly expect: {
    readonly outcome: 'verified' | 'refused';
    readonly claims?: Readonly<Record<string, unknown>>;
  };
}

interface PresentedThreshold {
  readonly decides: Threshold['decides'];
  readonly scale: string;
  readonly minimum: string;
}

const KEYS = {
  file: ['spec', 'comment', 'input', 'expect'],
  input: ['jwks', 'token', 'issuer', 'audience', 'at', 'signing'],
  expect: ['outcome', 'claims'],
};

/** Checks a token as the format page says, and as a mobile operator would. */
async function outcomeOf({ input }: Vector): Promise<Vector['expect']> {
  try {
    const { payload } = await jwtVerify(input.token, createLocalJWKSet(input.jwks), {
      algorithms: ['EdDSA'],
      typ: RESULT_TYPE,
      issuer: input.issuer,
      audience: input.audience,
      currentDate: new Date(input.at * 1000),
      requiredClaims: ['iss', 'aud', 'jti', 'iat', 'exp', 'registrationId', 'txn', 'result'],
    });
    return { outcome: 'verified', claims: payload };
  } catch {
    return { outcome: 'refused' };
  }
}

describe('verification-result vectors', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  assert.ok(files.length >= 8);
  for (const name of files) {
    const vector = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Vector;

    it(`holds ${name}`, async () => {
      onlyKeys(vector, KEYS.file);
      onlyKeys(vector.input, KEYS.input);
      onlyKeys(vector.expect, KEYS.expect);
      assert.deepEqual(await outcomeOf(vector), vector.expect);
    });

    const { signing } = vector.input;
    if (signing !== undefined) {
      it(`makes ${name} again, byte for byte`, async () => {
        const claims = vector.expect.claims ?? {};
        const signer = await resultSigner(signing.key, {
          issuer: () => vector.input.issuer,
          buildDigest: signing.buildDigest,
          modelDigest: signing.modelDigest,
        });
        const token = await signer.sign({
          resultId: String(claims['jti']),
          registrationId: parseRegistrationId(String(claims['registrationId'])),
          tenantId: parseTenantId(String(claims['aud'])),
          orderCommitment: String(claims['txn']),
          answer: claims['result'] === 'Y' ? 'Y' : 'N',
          ...(claims['ground'] === undefined ? {} : { ground: claims['ground'] as RefusalGround }),
          policy: claims['policy'] as { id: string; version: number },
          attempts: Number(claims['attempt']),
          issuedAt: instant(Number(claims['iat']) * 1000),
          ...(claims['isolation'] === undefined
            ? {}
            : { isolation: claims['isolation'] as string[] }),
          attackDetection:
            claims['attackDetection'] === 'challenge-and-passive'
              ? 'challenge-and-passive'
              : 'passive-only',
          ...(claims['thresholds'] === undefined
            ? {}
            : {
                thresholds: (claims['thresholds'] as PresentedThreshold[]).map(
                  ({ minimum, ...threshold }) => ({ ...threshold, minimum: Number(minimum) }),
                ),
              }),
        });
        assert.equal(token, vector.input.token);
      });
    }
  }
});

function onlyKeys(value: object, allowed: readonly string[]): void {
  for (const key of Object.keys(value)) assert.ok(allowed.includes(key), key);
}
