import type { BoothKey } from './booth-key.ts';
import { encodeSealInfo, type SealInfo } from './seal-info.ts';
import { keyFromText } from './key-text.ts';
import { SealingError } from './sealing-error.ts';
import { makeSuite, PUBLIC_KEY_BYTES, TAG_BYTES } from './suite.ts';

/**
 * Seals what a reader hands to its matcher, so that the matcher alone can open it and knows that its reader sealed it: HPKE in
 * mode_auth, one message.
 *
 * Personal data: the message, which holds a portrait. Its length is not hidden here; whoever calls this pads it.
 *
 * @throws {SealingError} `BOOTH_KEY_MALFORMED` when the matcher's key is not an uncompressed P-256 point
 */
export async function sealPortrait(
  message: Uint8Array<ArrayBuffer>,
  reader: BoothKey,
  bound: SealInfo,
): Promise<Uint8Array<ArrayBuffer>> {
  const suite = makeSuite();
  const to = keyFromText(bound.matcherKey);
  const info = encodeSealInfo(bound, 'portrait');
  let sender: Awaited<ReturnType<typeof suite.createSenderContext>>;
  try {
    const recipientPublicKey = await suite.kem.deserializePublicKey(to);
    sender = await suite.createSenderContext({
      recipientPublicKey,
      info,
      senderKey: reader.keyPair,
    });
  } catch {
    throw new SealingError('BOOTH_KEY_MALFORMED', { length: to.length });
  }
  const ciphertext = new Uint8Array(await sender.seal(message));
  const sealed = new Uint8Array(PUBLIC_KEY_BYTES + ciphertext.length);
  sealed.set(new Uint8Array(sender.enc));
  sealed.set(ciphertext, PUBLIC_KEY_BYTES);
  return sealed;
}

/** How long a message becomes by being sealed. */
export const SEALED_PORTRAIT_OVERHEAD_BYTES = PUBLIC_KEY_BYTES + TAG_BYTES;

/**
 * Opens what the reader of the same attempt has sealed.
 *
 * Verified: that the holder of the reader's key sealed it, for this matcher and this attempt, and that nothing was changed.
 * Personal data: the message, in the clear. Only a booth calls this.
 *
 * @throws {SealingError} `PORTRAIT_NOT_AUTHENTIC`
 */
export async function openPortrait(
  sealed: Uint8Array<ArrayBuffer>,
  matcher: BoothKey,
  bound: SealInfo,
): Promise<Uint8Array<ArrayBuffer>> {
  const suite = makeSuite();
  const info = encodeSealInfo(bound, 'portrait');
  const from = keyFromText(bound.readerKey);
  try {
    const recipient = await suite.createRecipientContext({
      recipientKey: matcher.keyPair,
      enc: sealed.slice(0, PUBLIC_KEY_BYTES),
      info,
      senderPublicKey: await suite.kem.deserializePublicKey(from),
    });
    return new Uint8Array(await recipient.open(sealed.subarray(PUBLIC_KEY_BYTES)));
  } catch {
    throw new SealingError('PORTRAIT_NOT_AUTHENTIC', { length: sealed.length });
  }
}
