import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';

/** Length of an uncompressed P-256 point: a booth's public key, and an encapsulated key. */
export const PUBLIC_KEY_BYTES = 65;

/** Length of the AES-GCM tag at the end of each ciphertext. */
export const TAG_BYTES = 16;

/**
 * The one HPKE suite of sealed captures: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 *
 * All of it is native in every browser and in Node.
 *
 * @see RFC 9180, section 7
 */
export function makeSuite(): CipherSuite {
  return new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });
}
