/** Public keys by name. @see C2SP signed-note, “Verifier keys” and “Signature types” */
import { fromBase64, joined, toBase64, toHex, utf8 } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import { digest } from '../tree/hash.ts';
import { isKeyName } from './note.ts';

/** What a key signs, and how: the first byte of its encoding, assigned by C2SP signed-note and tlog-cosignature. */
export const SIGNATURE_TYPE = {
  /** Ed25519 over the text: what a log signs with. */
  ed25519: 0x01,
  /** Ed25519 over the text and a time: what a witness signs with. */
  cosignature: 0x04,
  /** ML-DSA-44 (FIPS 204) over origin, size, root and a time; log or witness. */
  mlDsa44: 0x06,
} as const;

export type SignatureType = (typeof SIGNATURE_TYPE)[keyof typeof SIGNATURE_TYPE];

/** Length of the public key of each type, in bytes. */
export const PUBLIC_KEY_BYTES: Readonly<Record<SignatureType, number>> = {
  [SIGNATURE_TYPE.ed25519]: 32,
  [SIGNATURE_TYPE.cosignature]: 32,
  [SIGNATURE_TYPE.mlDsa44]: 1312,
};

/** A public key that somebody has chosen to trust under a name. */
export interface VerifierKey {
  readonly name: string;
  /** Eight hexadecimal digits, made of name, type and key. */
  readonly keyId: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

/** The key id: the first four bytes of SHA-256 over name, newline, type and public key. */
export function keyIdOf(
  name: string,
  type: SignatureType,
  publicKey: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return digest(joined(utf8(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, 4);
}

/** Tells whether a byte names a type of signature that is known here. */
export function isSignatureType(byte: number | undefined): byte is SignatureType {
  return byte !== undefined && Object.hasOwn(PUBLIC_KEY_BYTES, byte);
}

/** Writes a public key as `<name>+<key id>+<base64 of type and key>`. */
export function encodeVerifierKey({ name, type, publicKey }: Omit<VerifierKey, 'keyId'>): string {
  const id = toHex(keyIdOf(name, type, publicKey));
  return `${name}+${id}+${toBase64(joined(Uint8Array.of(type), publicKey))}`;
}

/**
 * Reads a public key as {@link encodeVerifierKey} writes it.
 *
 * Not verified: whose key it is.
 *
 * @throws {LedgerError} `VERIFIER_KEY_MALFORMED`, also when the key id does not belong to name and key
 */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name, keyId, base64] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = base64 === undefined ? undefined : fromBase64(base64);
  const type = bytes?.[0];
  if (name === undefined || keyId === undefined || bytes === undefined || !isKeyName(name)) {
    throw new LedgerError('VERIFIER_KEY_MALFORMED');
  }
  const publicKey = bytes.slice(1);
  if (
    !isSignatureType(type) ||
    publicKey.length !== PUBLIC_KEY_BYTES[type] ||
    toHex(keyIdOf(name, type, publicKey)) !== keyId
  ) {
    throw new LedgerError('VERIFIER_KEY_MALFORMED');
  }
  return { name, keyId, type, publicKey };
}
