import type { BoothOffer } from '@bonin/protocol';
import { SignJWT, importJWK } from 'jose';
import type { PrivateKey } from '../keys/keyring.ts';

export const OFFER_TYPE = 'booth-offer+jwt';

export interface OfferSigner {
  /** @param expiresAt - end of the challenge, in milliseconds since 1970 */
  sign(offer: Omit<BoothOffer, 'signature'>, expiresAt: number): Promise<BoothOffer>;
}

/**
 * Signs what the keys of two booths are bound to, as compact JWS with ES256.
 *
 * @see docs/formats/booth-offer.md
 */
export async function offerSigner(key: PrivateKey): Promise<OfferSigner> {
  const signingKey = await importJWK(key, 'ES256');
  return {
    sign: async (
      { registrationId, attemptId, challenge, readerKey, matcherKey, buildDigest },
      expiresAt,
    ) => {
      const offer = { registrationId, attemptId, challenge, readerKey, matcherKey, buildDigest };
      const signature = await new SignJWT({ ...offer, exp: Math.ceil(expiresAt / 1000) })
        .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: OFFER_TYPE })
        .sign(signingKey);
      return { ...offer, signature };
    },
  };
}
