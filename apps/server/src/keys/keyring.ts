/**
 * The keys of this installation, in one file that only its owner can read.
 *
 * Not here: booth keys; each is made in its booth and ends with it.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import { ServerError } from '../server-error.ts';
import { placeOnce, readOwnerOnly, replaceFile } from './owner-only-file.ts';

export type KeyUse = 'result' | 'offer';

const FORMAT = 'bonin-keyring/1';

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);
const privateKey = z.discriminatedUnion('kty', [
  z.strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: base64url,
    d: base64url,
    kid: base64url,
    alg: z.literal('EdDSA'),
  }),
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: base64url,
    y: base64url,
    d: base64url,
    kid: base64url,
    alg: z.literal('ES256'),
  }),
]);
const retiredKey = z.strictObject({
  kty: z.string(),
  crv: z.string(),
  x: base64url,
  y: base64url.optional(),
  kid: base64url,
  alg: z.string(),
  retiredAt: z.iso.datetime(),
});
const keyringSchema = z.strictObject({
  format: z.literal(FORMAT),
  result: privateKey,
  offer: privateKey,
  /** 32 bytes from which capture tokens and order salts are derived. */
  registrationSecret: base64url.length(43),
  /** Public parts of keys that signed before; what they signed must stay checkable. */
  retired: z.array(retiredKey),
});

export type PrivateKey = z.infer<typeof privateKey>;
export type Keyring = z.infer<typeof keyringSchema>;

function keyringFile(folder: string): string {
  return join(folder, 'keyring.json');
}

/**
 * Reads the keyring, or makes it on the first start.
 *
 * @throws {ServerError} `KEYRING_UNREADABLE`; `KEYRING_PERMISSIONS` when others could read it
 */
export async function openKeyring(folder: string): Promise<Keyring> {
  const file = keyringFile(folder);
  const existing = readKeyring(file);
  if (existing !== undefined) return existing;
  const made: Keyring = {
    format: FORMAT,
    result: await makeKey('result'),
    offer: await makeKey('offer'),
    registrationSecret: randomBytes(32).toString('base64url'),
    retired: [],
  };
  placeOnce(file, textOf(made));
  const kept = readKeyring(file);
  if (kept === undefined) throw new ServerError('KEYRING_UNREADABLE');
  return kept;
}

/** Puts new signing keys in the place of the old, whose public parts stay; returns the new key ids. */
export async function rotateKeyring(folder: string, at: Date): Promise<readonly string[]> {
  const current = await openKeyring(folder);
  const [result, offer] = await Promise.all([makeKey('result'), makeKey('offer')]);
  const retiredAt = at.toISOString();
  const next: Keyring = {
    ...current,
    result,
    offer,
    retired: [
      ...current.retired,
      { ...publicPart(current.result), retiredAt },
      { ...publicPart(current.offer), retiredAt },
    ],
  };
  const file = keyringFile(folder);
  replaceFile(file, textOf(next));
  return [result.kid, offer.kid];
}

/** The public keys with which anybody can check what this installation signed. */
export function publicKeys(keyring: Keyring): readonly JWK[] {
  const retired = keyring.retired.map((key): JWK => ({ ...publicPart(key), use: 'sig' }));
  return [
    { ...publicPart(keyring.result), use: 'sig' },
    { ...publicPart(keyring.offer), use: 'sig' },
    ...retired,
  ];
}

// Member by member: what is not named here cannot get out.
function publicPart({ kty, crv, x, y, kid, alg }: PublicMembers) {
  return { kty, crv, x, ...(y === undefined ? {} : { y }), kid, alg };
}

interface PublicMembers {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string | undefined;
  readonly kid: string;
  readonly alg: string;
}

async function makeKey(use: KeyUse): Promise<PrivateKey> {
  const alg = use === 'result' ? 'EdDSA' : 'ES256';
  const pair = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(pair.privateKey);
  return privateKey.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk), alg });
}

function readKeyring(file: string): Keyring | undefined {
  const text = readOwnerOnly(file);
  if (text === undefined) return undefined;
  try {
    return keyringSchema.parse(JSON.parse(text));
  } catch {
    // Not wrapped: a parser's message quotes what it read.
    throw new ServerError('KEYRING_UNREADABLE');
  }
}

function textOf(keyring: Keyring): string {
  return `${JSON.stringify(keyring, null, 2)}\n`;
}
