import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  jwtVerify,
  type JSONWebKeySet,
} from 'jose';
import { commitToOrder } from './order-commitment.ts';

export const RESULT_TYPE = 'verification-result+jwt';

/** What a carrier checks before it acts on a result. */
export const CHECKS = [
  'signature',
  'type',
  'registration',
  'order',
  'issuer',
  'audience',
  'freshness',
] as const;
export type Check = (typeof CHECKS)[number];

/** `not-checked`: this browser cannot; it says nothing for or against the result. */
export type CheckFinding = 'holds' | 'fails' | 'not-checked';

export interface CheckedResult {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly checks: Readonly<Record<Check, CheckFinding>>;
}

export interface CheckResult {
  readonly token: string;
  readonly keys: JSONWebKeySet;
  readonly registrationId: string;
  readonly serviceUrl: string;
  /** Id of this carrier as a tenant of the service. */
  readonly tenantId: string;
  readonly orderReference: string;
  readonly orderSalt: string;
  readonly now: Date;
}

/** What may be said of a result after it was checked. */
export type ReadAnswer =
  | { readonly kind: 'answered'; readonly answer: 'Y' | 'N'; readonly ground: string | undefined }
  | { readonly kind: 'not-checked' }
  | { readonly kind: 'out-of-date' }
  | { readonly kind: 'not-trusted' };

/**
 * Checks a result offline, with the published keys only.
 *
 * What is shown is decoded in any case; whether it may be believed is in `checks`.
 *
 * Not verified: that the result was not acted on before (`jti`). Only a back end that remembers can.
 *
 * @throws when the token is no JWS at all
 * @see docs/formats/verification-result.md, “Checking a result”
 */
export async function checkResult(request: CheckResult): Promise<CheckedResult> {
  const { token, keys, now } = request;
  const header = decodeProtectedHeader(token);
  const claims = decodeJwt(token);
  const commitment = await commitToOrder(request.orderSalt, request.orderReference);
  return {
    header: { ...header },
    claims,
    checks: {
      signature: await checkSignature(token, keys, new Date((claims.iat ?? 0) * 1000)),
      type: finding(header.typ === RESULT_TYPE),
      registration: finding(claims['registrationId'] === request.registrationId),
      order: finding(claims['txn'] === commitment),
      issuer: finding(claims.iss === request.serviceUrl),
      audience: finding(claims.aud === request.tenantId),
      freshness: finding(typeof claims.exp === 'number' && now.getTime() / 1000 < claims.exp),
    },
  };
}

/** The answer of a result, from what was signed, and only when everything that was checked holds. */
export function readAnswer({ claims, checks }: CheckedResult): ReadAnswer {
  const failing = CHECKS.filter((check) => checks[check] === 'fails');
  if (failing.some((check) => check !== 'freshness')) return { kind: 'not-trusted' };
  if (CHECKS.some((check) => checks[check] === 'not-checked')) return { kind: 'not-checked' };
  if (failing.length > 0) return { kind: 'out-of-date' };
  const { result: answer, ground } = claims;
  if (answer !== 'Y' && answer !== 'N') return { kind: 'not-trusted' };
  return { kind: 'answered', answer, ground: typeof ground === 'string' ? ground : undefined };
}

function finding(holds: boolean): CheckFinding {
  return holds ? 'holds' : 'fails';
}

async function checkSignature(
  token: string,
  keys: JSONWebKeySet,
  issuedAt: Date,
): Promise<CheckFinding> {
  try {
    await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms: ['EdDSA'],
      // Freshness is a check of its own: an old result keeps its signature.
      currentDate: issuedAt,
    });
    return 'holds';
  } catch (error) {
    // A browser without Ed25519 says so by this name; a forged signature it could not tell from a genuine one.
    const isUnable = error instanceof Error && error.name === 'NotSupportedError';
    return isUnable ? 'not-checked' : 'fails';
  }
}
