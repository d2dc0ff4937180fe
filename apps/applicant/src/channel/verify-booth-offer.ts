import type { BoothOffer } from '@bonin/protocol/channel';
import { decodeBase64Url } from './base64url.ts';

export type OfferErrorCode =
  | 'OFFER_MALFORMED'
  | 'OFFER_KEY_UNKNOWN'
  | 'OFFER_NOT_SIGNED'
  | 'OFFER_DIFFERS'
  | 'OFFER_FOREIGN'
  | 'OFFER_EXPIRED';

/** Why booths' keys are not sealed to. The code is the message; no value is quoted. */
export class OfferError extends Error {
  readonly code: OfferErrorCode;

  constructor(code: OfferErrorCode) {
    super(code);
    this.name = 'OfferError';
    this.code = code;
  }
}

/** The public keys that vouch for booths, as `/.well-known/jwks.json` gives them. */
export interface ServiceKeys {
  readonly keys: readonly (JsonWebKey & { readonly kid?: string })[];
}

/** The keys of two booths, vouched for. The only things of an offer that are sealed to. */
export interface VerifiedOffer {
  readonly registrationId: string;
  readonly attemptId: string;
  readonly challenge: string;
  readonly buildDigest: string;
  readonly readerKey: string;
  readonly matcherKey: string;
}

const OFFER_TYPE = 'booth-offer+jwt';
const MEMBERS = [
  'registrationId',
  'attemptId',
  'challenge',
  'readerKey',
  'matcherKey',
  'buildDigest',
] as const satisfies readonly (keyof BoothOffer)[];

export interface OfferContext {
  readonly keys: ServiceKeys;
  /** The registration this page has joined. */
  readonly registrationId: string;
  /** Seconds since 1970, by the server's clock: that of a phone may be wrong. */
  readonly nowSeconds: number;
}

/**
 * Verifies that the keys of two booths are vouched for by the service, for this registration and now.
 *
 * Verified: ES256 signature under a published key, that it signs exactly the offer's members, the
 * registration, the time, the form of the booths' keys, and that they are two.
 * Not verified: that the published keys are the service's; page, keys and offer come from one origin.
 *
 * @throws {OfferError}
 */
export async function verifyBoothOffer(
  offer: BoothOffer,
  { keys, registrationId, nowSeconds }: OfferContext,
): Promise<VerifiedOffer> {
  const [headerPart, claimsPart, signaturePart, ...rest] = offer.signature.split('.');
  if (
    headerPart === undefined ||
    claimsPart === undefined ||
    signaturePart === undefined ||
    rest.length > 0
  ) {
    throw new OfferError('OFFER_MALFORMED');
  }
  const header = readJson(headerPart);
  if (header['alg'] !== 'ES256' || header['typ'] !== OFFER_TYPE || 'crit' in header) {
    throw new OfferError('OFFER_MALFORMED');
  }

  const key = await importKey(keys, header['kid']);
  const genuine = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    decodePart(signaturePart),
    new TextEncoder().encode(`${headerPart}.${claimsPart}`),
  );
  if (!genuine) throw new OfferError('OFFER_NOT_SIGNED');

  const claims = readJson(claimsPart);
  if (Object.keys(claims).length !== MEMBERS.length + 1) throw new OfferError('OFFER_DIFFERS');
  for (const member of MEMBERS) {
    if (typeof offer[member] !== 'string' || claims[member] !== offer[member]) {
      throw new OfferError('OFFER_DIFFERS');
    }
  }
  if (offer.registrationId !== registrationId) throw new OfferError('OFFER_FOREIGN');
  const expiresAt = claims['exp'];
  // Written so that a missing or broken time is never fresh.
  if (!(typeof expiresAt === 'number' && nowSeconds < expiresAt)) {
    throw new OfferError('OFFER_EXPIRED');
  }

  const { attemptId, challenge, buildDigest, readerKey, matcherKey } = offer;
  if (!isPoint(readerKey) || !isPoint(matcherKey) || readerKey === matcherKey) {
    throw new OfferError('OFFER_MALFORMED');
  }
  return { registrationId, attemptId, challenge, buildDigest, readerKey, matcherKey };
}

/** Of an uncompressed point, as far as its form says. One booth for two would see everything. */
function isPoint(key: string): boolean {
  const bytes = decodePart(key);
  return bytes.length === 65 && bytes[0] === 4;
}

async function importKey({ keys }: ServiceKeys, kid: unknown): Promise<CryptoKey> {
  const jwk = keys.find(
    (candidate) =>
      candidate.kid === kid &&
      candidate.kty === 'EC' &&
      candidate.crv === 'P-256' &&
      (candidate.use === undefined || candidate.use === 'sig'),
  );
  if (jwk === undefined || typeof kid !== 'string') throw new OfferError('OFFER_KEY_UNKNOWN');
  const { x, y } = jwk;
  if (x === undefined || y === undefined) throw new OfferError('OFFER_KEY_UNKNOWN');
  try {
    return await crypto.subtle.importKey(
      'jwk',
      { kty: 'EC', crv: 'P-256', x, y },
      { name: 'ECDSA', namedCurve: 'P-256' },
      false,
      ['verify'],
    );
  } catch {
    throw new OfferError('OFFER_KEY_UNKNOWN');
  }
}

function readJson(part: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(decodePart(part)));
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
      return json as Readonly<Record<string, unknown>>;
    }
  } catch {
    // Falls through: what cannot be read is malformed, whatever the reason.
  }
  throw new OfferError('OFFER_MALFORMED');
}

function decodePart(part: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeBase64Url(part);
  if (bytes === undefined) throw new OfferError('OFFER_MALFORMED');
  return bytes;
}
