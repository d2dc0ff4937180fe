import type { ResultClaims, ResultSigner } from '@bonin/workflows';
import { SignJWT, importJWK } from 'jose';
import type { PrivateKey } from '../keys/keyring.ts';

export const RESULT_TYPE = 'verification-result+jwt';

/** How long after its issue a result may be acted on. */
export const RESULT_LIFETIME_S = 600;

/** What the signer itself vouches for in every result. */
export interface SignerFacts {
  /** Who issues: the public address of this service, known once it listens. */
  readonly issuer: () => string;
  readonly buildDigest: string;
  readonly modelDigest: string;
}

/**
 * Signs results as compact JWS with Ed25519.
 *
 * @see docs/formats/verification-result.md
 */
export async function resultSigner(key: PrivateKey, facts: SignerFacts): Promise<ResultSigner> {
  const signingKey = await importJWK(key, 'EdDSA');
  return {
    sign: (claims) =>
      new SignJWT(presentClaims(claims, facts))
        .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: RESULT_TYPE })
        .sign(signingKey),
  };
}

/** A threshold in the spelling that the ledger has as well. */
function present({ decides, scale, minimum }: NonNullable<ResultClaims['thresholds']>[number]) {
  return { decides, scale, minimum: String(minimum) };
}

/** The claims of a result token, and no others. */
export function presentClaims(claims: ResultClaims, facts: SignerFacts): Record<string, unknown> {
  const issuedAt = Math.floor(claims.issuedAt / 1000);
  return {
    iss: facts.issuer(),
    aud: claims.tenantId,
    jti: claims.resultId,
    iat: issuedAt,
    exp: issuedAt + RESULT_LIFETIME_S,
    registrationId: claims.registrationId,
    txn: claims.orderCommitment,
    result: claims.answer,
    ...(claims.ground === undefined ? {} : { ground: claims.ground }),
    route: 'face',
    policy: { id: claims.policy.id, version: claims.policy.version },
    attempt: claims.attempts,
    buildDigest: facts.buildDigest,
    modelDigest: facts.modelDigest,
    ...(claims.isolation === undefined ? {} : { isolation: claims.isolation }),
    attackDetection: claims.attackDetection,
    ...(claims.thresholds === undefined ? {} : { thresholds: claims.thresholds.map(present) }),
    // Nothing about the card itself is examined, not even that the portrait lies on one.
    document: 'not-verified',
  };
}
