/** The pair of keys of one booth. The private part cannot be read out of the process that made it. */
export interface BoothKey {
  /** Uncompressed P-256 point, 65 bytes, first byte 4. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly keyPair: KeyPair;
}

type KeyPair = Extract<
  Awaited<ReturnType<typeof globalThis.crypto.subtle.generateKey>>,
  { readonly privateKey: unknown }
>;

/**
 * Makes the key pair of one booth.
 *
 * The private key is marked non-extractable: no code in this process can serialise it. It is erased by
 * the end of the process.
 */
export async function makeBoothKey(): Promise<BoothKey> {
  const keyPair = await globalThis.crypto.subtle.generateKey(
    { name: 'ECDH', namedCurve: 'P-256' },
    false,
    ['deriveBits'],
  );
  const publicKey = new Uint8Array(
    await globalThis.crypto.subtle.exportKey('raw', keyPair.publicKey),
  );
  return { publicKey, keyPair };
}
