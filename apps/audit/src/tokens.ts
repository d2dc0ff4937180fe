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
import type { Claims } from './trust/judge-result.ts';

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
 * Reads one token that belongs to the statement of its leaf: signed by a key that was in use, saying what it says.
 *
 * @param isInUse - whether the ledger says that a key was in use when the leaf was appended
 */
export async function checkToken(
  token: string,
  statement: ResultStatement,
  { keys, isInUse }: { readonly keys: ResultKeys; readonly isInUse: (kid: string) => boolean },
): Promise<ReadToken> {
  const tokenDigest = hash('sha256', token);
  if (tokenDigest !== statement.tokenDigest) return wrong('token-differs');
  const read = await readToken(token, keys, isInUse);
  if (read.kind === 'wrong' || saysTheSame(read.claims, statement)) return read;
  return wrong('token-contradicts-statement');
}

/** A token whose signature is that of the key it names. */
export type ReadToken =
  | { readonly kind: 'read'; readonly kid: string; readonly claims: Claims }
  | { readonly kind: 'wrong'; readonly name: FindingName };

/**
 * Reads a token, once its signature was verified.
 *
 * Not verified: anything that it says.
 */
export async function readToken(
  token: string,
  keys: ResultKeys,
  isInUse: (kid: string) => boolean = () => true,
): Promise<ReadToken> {
  const kid = keyIdOf(token);
  const key = keys.get(kid ?? '');
  if (kid === undefined || key === undefined) return wrong('token-key-unknown');
  if (!isInUse(kid)) return wrong('token-key-not-in-ledger');
  try {
    const verified = await compactVerify(token, key, { algorithms: ['EdDSA'] });
    if (verified.protectedHeader.typ !== RESULT_TYPE) return wrong('token-signature-invalid');
    const claims = JSON.parse(new TextDecoder().decode(verified.payload)) as unknown;
    if (typeof claims !== 'object' || claims === null) return wrong('token-signature-invalid');
    return { kind: 'read', kid, claims: claims as Claims };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof SyntaxError) {
      return wrong('token-signature-invalid');
    }
    throw error;
  }
}

function wrong(name: FindingName): ReadToken {
  return { kind: 'wrong', name };
}

function saysTheSame(claims: Claims, statement: ResultStatement): boolean {
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
