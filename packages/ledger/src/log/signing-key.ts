/** Private keys, made and spelled as text. The text is a secret. */
import {
  createPrivateKey,
  generateKeyPairSync,
  createPublicKey,
  type KeyObject,
} from 'node:crypto';
import { fromBase64, fromBase64Url, joined, toBase64, toHex } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import { isKeyName } from '../note/note.ts';
import {
  SIGNATURE_TYPE,
  encodeVerifierKey,
  isSignatureType,
  keyIdOf,
  parseVerifierKey,
  type SignatureType,
  type VerifierKey,
} from '../note/verifier-key.ts';

/** A new key: one text to keep secret, one to hand out. */
export interface SigningKeyPair {
  /** Secret: `PRIVATE+KEY+<name>+<key id>+<base64 of type and seed>`. */
  readonly signerKey: string;
  /** Public: `<name>+<key id>+<base64 of type and key>`. */
  readonly verifierKey: string;
}

/** A private key that was read. */
export interface SigningKey {
  readonly verifierKey: VerifierKey;
  readonly privateKey: KeyObject;
}

const PREFIX = 'PRIVATE+KEY+';
const SEED_BYTES = 32;
/** DER of a PKCS #8 Ed25519 key up to its seed (RFC 8410, section 7). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Makes the Ed25519 key of a log. @param name - the origin of the log @throws {LedgerError} `SIGNER_KEY_MALFORMED` for a name that no key may have */
export function makeSigningKey(name: string): SigningKeyPair {
  return makeKey(name, SIGNATURE_TYPE.ed25519);
}

/** Makes the Ed25519 key of a witness. @throws as {@link makeSigningKey} */
export function makeCosigningKey(name: string): SigningKeyPair {
  return makeKey(name, SIGNATURE_TYPE.cosignature);
}

/**
 * Makes a post-quantum key, for a second signature line of a log or of a witness.
 *
 * @throws as {@link makeSigningKey}
 */
export function makeMlDsaKey(name: string): SigningKeyPair {
  return makeKey(name, SIGNATURE_TYPE.mlDsa44);
}

/**
 * Reads a private key. The spelling is that of Go's `sumdb/note`, with the other types of signature beside it.
 *
 * @throws {LedgerError} `SIGNER_KEY_MALFORMED`, which quotes nothing
 */
export function parseSignerKey(text: string): SigningKey {
  const [, name, keyId, base64] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = fromBase64(base64 ?? '');
  const type = bytes?.[0];
  if (
    name === undefined ||
    bytes?.length !== 1 + SEED_BYTES ||
    !isKeyName(name) ||
    !isSignatureType(type)
  ) {
    throw new LedgerError('SIGNER_KEY_MALFORMED');
  }
  const privateKey = privateKeyOf(type, bytes.subarray(1));
  const publicKey = publicKeyOf(type, privateKey);
  if (toHex(keyIdOf(name, type, publicKey)) !== keyId)
    throw new LedgerError('SIGNER_KEY_MALFORMED');
  return { verifierKey: { name, keyId, type, publicKey }, privateKey };
}

function makeKey(name: string, type: SignatureType): SigningKeyPair {
  if (!isKeyName(name)) throw new LedgerError('SIGNER_KEY_MALFORMED');
  const { privateKey } =
    type === SIGNATURE_TYPE.mlDsa44
      ? generateKeyPairSync('ml-dsa-44')
      : generateKeyPairSync('ed25519');
  const seed = seedOf(type, privateKey);
  const publicKey = publicKeyOf(type, privateKey);
  const id = toHex(keyIdOf(name, type, publicKey));
  return {
    signerKey: `${PREFIX}${name}+${id}+${toBase64(joined(Uint8Array.of(type), seed))}`,
    verifierKey: encodeVerifierKey(parseVerifierKey(encodeVerifierKey({ name, type, publicKey }))),
  };
}

function seedOf(type: SignatureType, privateKey: KeyObject): Uint8Array {
  if (type === SIGNATURE_TYPE.mlDsa44) return privateKey.export({ format: 'raw-seed' });
  return fromBase64Url(privateKey.export({ format: 'jwk' }).d!)!;
}

function privateKeyOf(type: SignatureType, seed: Uint8Array): KeyObject {
  if (type === SIGNATURE_TYPE.mlDsa44) {
    return createPrivateKey({
      key: Buffer.from(seed),
      format: 'raw-seed',
      asymmetricKeyType: 'ml-dsa-44',
    });
  }
  return createPrivateKey({
    key: Buffer.concat([ED25519_PKCS8, seed]),
    format: 'der',
    type: 'pkcs8',
  });
}

function publicKeyOf(type: SignatureType, privateKey: KeyObject): Uint8Array<ArrayBuffer> {
  const publicKey = createPublicKey(privateKey);
  if (type === SIGNATURE_TYPE.mlDsa44) {
    return new Uint8Array(publicKey.export({ format: 'raw-public' }));
  }
  return fromBase64Url(publicKey.export({ format: 'jwk' }).x!)!;
}
