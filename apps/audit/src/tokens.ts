/** Result tokens: signed by the key they name, committed to by their leaf, saying what it says. Also in a browser. */
import {
  CLOCK_TOLERANCE_MS,
  MINUTE_MS,
  digest,
  referTo,
  startOfMinute,
  toHex,
  LedgerError,
  type ResultStatement,
} from '@bonin/ledger';
import {
  calculateJwkThumbprint,
  compactVerify,
  decodeProtectedHeader,
  errors,
  importJWK,
  type JWK,
} from 'jose';
import type { FindingName } from './finding.ts';
import type { Claims } from './trust/judge-result.ts';

/** The `typ` of a result, as docs/formats/verification-result.md says. */
const RESULT_TYPE = 'verification-result+jwt';

type ImportedKey = Awaited<ReturnType<typeof importJWK>>;

/** Public keys of results by thumbprint; `undefined` for one that this machine cannot use, as it has no Ed25519. */
export type ResultKeys = ReadonlyMap<string, ImportedKey | undefined>;

/** Reads a JWK set; keys that are none of Ed25519 are left out. `undefined` when it is none. */
export async function readResultKeys(set: unknown): Promise<ResultKeys | undefined> {
  if (typeof set !== 'object' || set === null) return undefined;
  const { keys } = set as { readonly keys?: unknown };
  if (!Array.isArray(keys)) return undefined;
  const read = new Map<string, ImportedKey | undefined>();
  for (const key of keys as readonly JWK[]) {
    try {
      if (key.kty !== 'OKP' || key.crv !== 'Ed25519' || key.d !== undefined) continue;
      // By its thumbprint, not by the name that the set gives it: a name could be given to another key.
      read.set(await calculateJwkThumbprint(key), await importedOf(key));
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) continue;
      if (error instanceof DOMException) continue;
      throw error;
    }
  }
  return read;
}

async function importedOf(key: JWK): Promise<ImportedKey | undefined> {
  try {
    return await importJWK(key, 'EdDSA');
  } catch (error) {
    if (error instanceof Error && error.name === 'NotSupportedError') return undefined;
    throw error;
  }
}

const ENCODER = new TextEncoder();

function hexDigestOf(token: string): string {
  return toHex(digest(ENCODER.encode(token)));
}

/**
 * Reads one token that belongs to the statement of its leaf: signed by a key that was in use, saying what it says.
 *
 * @param isInUse - whether the ledger says that a key was in use when the leaf was appended
 * @param sha256 - in hexadecimal digits, for whoever has a faster one
 */
export async function checkToken(
  token: string,
  statement: ResultStatement,
  {
    keys,
    isInUse,
    sha256 = hexDigestOf,
  }: {
    readonly keys: ResultKeys;
    readonly isInUse: (kid: string) => boolean;
    readonly sha256?: (token: string) => string;
  },
): Promise<ReadToken> {
  if (sha256(token) !== statement.tokenDigest) return wrong('token-differs');
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
  if (kid === undefined || !keys.has(kid)) return wrong('token-key-unknown');
  if (!isInUse(kid)) return wrong('token-key-not-in-ledger');
  const key = keys.get(kid);
  if (key === undefined) return wrong('signature-not-verifiable');
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
    const { kid } = decodeProtectedHeader(token);
    return typeof kid === 'string' ? kid : undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
