import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BoothOffer } from '@bonin/protocol/channel';
import { encodeBase64Url } from './base64url.ts';
import { OfferError, verifyBoothOffer, type OfferErrorCode } from './verify-booth-offer.ts';

const NOW = 1_790_000_000;
const REGISTRATION = `reg_${'a'.repeat(32)}`;

const curve = { name: 'ECDSA', namedCurve: 'P-256' };
const keyPair = await crypto.subtle.generateKey(curve, true, ['sign', 'verify']);
const published = { ...(await crypto.subtle.exportKey('jwk', keyPair.publicKey)), kid: 'one' };

interface Change {
  readonly offer?: Partial<BoothOffer>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
}

function pointOf(last: number): string {
  return encodeBase64Url(Uint8Array.from({ length: 65 }, (_, at) => (at === 0 ? 4 : at + last)));
}

async function offerOf({ offer = {}, claims = {}, header = {} }: Change = {}): Promise<BoothOffer> {
  const members = {
    registrationId: REGISTRATION,
    attemptId: `att_${'b'.repeat(32)}`,
    challenge: 'c'.repeat(43),
    readerKey: pointOf(1),
    matcherKey: pointOf(2),
    buildDigest: 'd'.repeat(64),
  };
  const encode = (value: unknown) =>
    encodeBase64Url(new TextEncoder().encode(JSON.stringify(value)));
  const signed = [
    encode({ alg: 'ES256', typ: 'booth-offer+jwt', kid: 'one', ...header }),
    encode({ ...members, exp: NOW + 60, ...claims }),
  ].join('.');
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    keyPair.privateKey,
    new TextEncoder().encode(signed),
  );
  return {
    ...members,
    signature: `${signed}.${encodeBase64Url(new Uint8Array(signature))}`,
    ...offer,
  };
}

function verify(offer: BoothOffer, nowSeconds = NOW) {
  const keys = { keys: [published] };
  return verifyBoothOffer(offer, { keys, registrationId: REGISTRATION, nowSeconds });
}

async function refuses(change: Change, code: OfferErrorCode, nowSeconds = NOW): Promise<void> {
  await assert.rejects(
    verify(await offerOf(change), nowSeconds),
    (error) => error instanceof OfferError && error.code === code,
  );
}

describe('verifyBoothOffer', () => {
  it("gives the booths' keys when a published key has signed exactly this offer", async () => {
    const offer = await offerOf();
    const verified = await verify(offer);
    assert.equal(verified.readerKey, offer.readerKey);
    assert.equal(verified.matcherKey, offer.matcherKey);
    assert.equal(verified.challenge, offer.challenge);
  });

  for (const member of [
    'registrationId',
    'attemptId',
    'challenge',
    'readerKey',
    'matcherKey',
    'buildDigest',
  ] as const) {
    it(`refuses an offer whose ${member} is not the signed one`, async () => {
      await refuses({ offer: { [member]: 'x'.repeat(36) } }, 'OFFER_DIFFERS');
    });
  }

  it('refuses a booth of another registration', async () => {
    const other = `reg_${'z'.repeat(32)}`;
    await refuses(
      { offer: { registrationId: other }, claims: { registrationId: other } },
      'OFFER_FOREIGN',
    );
  });

  it('refuses an offer that has run out, or never does', async () => {
    await refuses({}, 'OFFER_EXPIRED', NOW + 60);
    await refuses({ claims: { exp: 'tomorrow' } }, 'OFFER_EXPIRED');
    await refuses({ claims: { exp: null } }, 'OFFER_EXPIRED');
  });

  it('refuses a claim beyond those that are compared', async () => {
    await refuses({ claims: { more: 1 } }, 'OFFER_DIFFERS');
  });

  it('refuses another algorithm, another type and critical extensions', async () => {
    await refuses({ header: { alg: 'none' } }, 'OFFER_MALFORMED');
    await refuses({ header: { alg: 'HS256' } }, 'OFFER_MALFORMED');
    await refuses({ header: { typ: 'verification-result+jwt' } }, 'OFFER_MALFORMED');
    await refuses({ header: { crit: ['b64'] } }, 'OFFER_MALFORMED');
  });

  it('refuses a key that is not published', async () => {
    await refuses({ header: { kid: 'two' } }, 'OFFER_KEY_UNKNOWN');
    await refuses({ header: { kid: undefined } }, 'OFFER_KEY_UNKNOWN');
  });

  it('refuses a signature that is not over this text', async () => {
    const offer = await offerOf();
    const [header, , signature] = offer.signature.split('.');
    const other = await offerOf({ claims: { exp: NOW + 600 } });
    const forged = [header, other.signature.split('.')[1], signature].join('.');
    await assert.rejects(verify({ ...offer, signature: forged }), { message: 'OFFER_NOT_SIGNED' });
  });

  it('refuses what is no compact JWS', async () => {
    for (const signature of ['', 'a', 'a.b', 'a.b.c', 'a.b.c.d', '{}.{}.{}', '🙂.🙂.🙂']) {
      await refuses({ offer: { signature } }, 'OFFER_MALFORMED');
    }
  });

  it('refuses a key that is no uncompressed point', async () => {
    for (const bytes of [new Uint8Array(65).fill(2), new Uint8Array(64).fill(4)]) {
      const key = encodeBase64Url(bytes);
      for (const booth of ['readerKey', 'matcherKey']) {
        const change = { [booth]: key };
        await refuses({ offer: change, claims: change }, 'OFFER_MALFORMED');
      }
    }
  });

  it('refuses one booth in the place of two, which would see everything', async () => {
    const same = { readerKey: pointOf(1), matcherKey: pointOf(1) };
    await refuses({ offer: same, claims: same }, 'OFFER_MALFORMED');
  });
});
