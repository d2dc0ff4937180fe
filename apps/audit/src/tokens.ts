/** Result tokens: signed by the key they name, committed to by their leaf, saying what it says. */
import { hash } from 'node:crypto';
import {
  CLOCK_TOLERANCE_MS,
  MINUTE_MS,
  referTo,
  startOfMinute,
  LedgerError,
  type ResultStatement,
} from '@bonin/ledger';
import { calculateJwkThumbprint, compactVerify, errors, importJWK, type JWK } from 'jose';
import type { FindingName } from './finding.ts';

/** The `typ` of a result, as docs/formats/verification-result.md says. */
const RESULT_TYPE = 'verification-result+jwt';

type ImportedKey = Awaited<ReturnType<typeof importJWK>>;

/** Public keys of results by thumbprint. */
export type ResultKeys = ReadonlyMap<string, ImportedKey>;

/** Reads a JWK set; keys that are none of Ed25519 are left out. `undefined` when it is none. */
export async function readResultKeys(set: unknown): Promise<ResultKeys | undefined> {
  if (typeof set !== 'object' || set === null) return undefined;
  const { keys } = set as { readonly keys?: unknown };
  if (!Array.isArray(keys)) return undefined;
  const read = new Map<string, ImportedKey>();
  for (const key of keys as readonly JWK[]) {
    try {
      if (key.kty !== 'OKP' || key.crv !== 'Ed25519' || key.d !== undefined) continue;
      // By its thumbprint, not by the name that the set gives it: a name could be given to another key.
      read.set(await calculateJwkThumbprint(key), await importJWK(key, 'EdDSA'));
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) continue;
      if (error instanceof DOMException) continue;
      throw error;
    }
  }
  return read;
}

/**
 * Checks one token against the statement of its leaf.
 *
 * @param isInUse - whether the ledger says that a key was in use when the leaf was appended
 * @returns what is wrong with it, or nothing
 */
export async function checkToken(
  token: string,
  statement: ResultStatement,
  { keys, isInUse }: { readonly keys: ResultKeys; readonly isInUse: (kid: string) => boolean },
): Promise<FindingName | undefined> {
  const tokenDigest = hash('sha256', token);
  if (tokenDigest !== statement.tokenDigest) return 'token-differs';
  const kid = keyIdOf(token);
  const key = keys.get(kid ?? '');
  if (kid === undefined || key === undefined) return 'token-key-unknown';
  if (!isInUse(kid)) return 'token-key-not-in-ledger';
  let payload;
  try {
    const verified = await compactVerify(token, key, { algorithms: ['EdDSA'] });
    if (verified.protectedHeader.typ !== RESULT_TYPE) return 'token-signature-invalid';
    payload = JSON.parse(new TextDecoder().decode(verified.payload)) as unknown;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof SyntaxError) {
      return 'token-signature-invalid';
    }
    throw error;
  }
  return saysTheSame(payload, statement) ? undefined : 'token-contradicts-statement';
}

function saysTheSame(payload: unknown, statement: ResultStatement): boolean {
  if (typeof payload !== 'object' || payload === null) return false;
  const claims = payload as Readonly<Record<string, unknown>>;
  const { iat, registrationId } = claims;
  if (typeof iat !== 'number' || typeof registrationId !== 'string') return false;
  const apart = iat * 1000 - startOfMinute(statement.at)!;
  const policy = claims['policy'] as Readonly<Record<string, unknown>> | null | undefined;
  return (
    -CLOCK_TOLERANCE_MS <= apart &&
    apart <= MINUTE_MS + CLOCK_TOLERANCE_MS &&
    claims['result'] === statement.result &&
    claims['ground'] === statement.ground &&
    claims['attempt'] === statement.attempts &&
    claims['buildDigest'] === statement.buildDigest &&
    claims['modelDigest'] === statement.modelDigest &&
    policy?.['id'] === statement.policy.id &&
    policy['version'] === statement.policy.version &&
    isOf(registrationId, statement)
  );
}

function isOf(registrationId: string, { registration }: ResultStatement): boolean {
  try {
    return referTo('registration', registrationId) === registration;
  } catch (error) {
    if (error instanceof LedgerError) return false;
    throw error;
  }
}

/** The key that a token names; `undefined` when it cannot be read. */
function keyIdOf(token: string): string | undefined {
  try {
    const [header = ''] = token.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) as {
      kid?: unknown;
    };
    return typeof kid === 'string' ? kid : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
