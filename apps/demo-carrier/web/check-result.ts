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
  'freshness',
] as const;
export type Check = (typeof CHECKS)[number];

export interface CheckedResult {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly checks: Readonly<Record<Check, boolean>>;
}

export interface CheckResult {
  readonly token: string;
  readonly keys: JSONWebKeySet;
  readonly registrationId: string;
  readonly serviceUrl: string;
  readonly orderReference: string;
  readonly orderSalt: string;
  readonly now: Date;
}

/**
 * Checks a result offline, with the published keys only.
 *
 * What is shown is decoded in any case; whether it may be believed is in `checks`.
 *
 * @throws when the token is no JWS at all
 */
export async function checkResult(request: CheckResult): Promise<CheckedResult> {
  const { token, keys, now } = request;
  const header = decodeProtectedHeader(token);
  const claims = decodeJwt(token);
  const signature = await jwtVerify(token, createLocalJWKSet(keys), {
    algorithms: ['EdDSA', 'Ed25519'],
    // Freshness is a check of its own: an old result keeps its signature.
    currentDate: new Date((claims.iat ?? 0) * 1000),
  }).then(
    () => true,
    () => false,
  );
  const commitment = await commitToOrder(request.orderSalt, request.orderReference);
  return {
    header: { ...header },
    claims,
    checks: {
      signature,
      type: header.typ === RESULT_TYPE,
      registration: claims['registrationId'] === request.registrationId,
      order: claims['txn'] === commitment,
      issuer: claims.iss === request.serviceUrl,
      freshness: typeof claims.exp === 'number' && now.getTime() / 1000 < claims.exp,
    },
  };
}
