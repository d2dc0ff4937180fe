import { LedgerError } from '../ledger-error.ts';
import { parseNote, type Note, type NoteSignature } from './note.ts';
import { cosignedMessage, subtreeMessage } from './signed-message.ts';
import { SIGNATURE_TYPE, type VerifierKey } from './verifier-key.ts';

/** One signature that was verified. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  /** Seconds since 1970 that a cosignature names; `undefined` for a signature without a time. */
  readonly time: number | undefined;
}

/** A note of which at least one signature was verified. */
export interface VerifiedNote {
  readonly text: string;
  readonly verified: readonly VerifiedSignature[];
}

const ED25519_SIGNATURE_BYTES = 64;
const ML_DSA_44_SIGNATURE_BYTES = 2420;
const TIME_BYTES = 8;

/**
 * Verifies a note with the keys that somebody trusts.
 *
 * Signatures of other keys are ignored. A signature of a trusted key that does not verify spoils the whole
 * note: it is either damaged or forged. Where the platform lacks ML-DSA-44, keys of that kind count as unknown.
 *
 * @throws {LedgerError} `NOTE_MALFORMED`, `NOTE_SIGNATURE_INVALID`, `NOTE_UNSIGNED` when no trusted key has
 *   signed, `ED25519_UNAVAILABLE` where the platform cannot verify, `CHECKPOINT_MALFORMED` when a cosignature
 *   stands under a text that is no checkpoint
 * @see C2SP signed-note, “Signatures”
 */
export async function verifyNote(
  note: string,
  keys: readonly VerifierKey[],
): Promise<VerifiedNote> {
  return verifyParsedNote(parseNote(note), keys);
}

/** As {@link verifyNote}, of a note that was read before. */
export async function verifyParsedNote(
  { text, signatures }: Note,
  keys: readonly VerifierKey[],
): Promise<VerifiedNote> {
  const verified: VerifiedSignature[] = [];
  for (const signature of signatures) {
    const key = keys.find(
      ({ name, keyId }) => name === signature.name && keyId === signature.keyId,
    );
    if (key === undefined) continue;
    const outcome = await verifySignature(text, signature, key);
    if (outcome === 'invalid') throw new LedgerError('NOTE_SIGNATURE_INVALID');
    if (outcome !== 'unknown') verified.push({ key, time: outcome.time });
  }
  if (verified.length === 0) throw new LedgerError('NOTE_UNSIGNED');
  return { text, verified };
}

type SignatureOutcome = 'invalid' | 'unknown' | { readonly time: number | undefined };

async function verifySignature(
  text: string,
  { signature }: NoteSignature,
  key: VerifierKey,
): Promise<SignatureOutcome> {
  if (key.type === SIGNATURE_TYPE.ed25519) {
    if (signature.length !== ED25519_SIGNATURE_BYTES) return 'invalid';
    const message = new TextEncoder().encode(text);
    return (await isEd25519(key, signature, message)) ? { time: undefined } : 'invalid';
  }
  const length =
    key.type === SIGNATURE_TYPE.cosignature ? ED25519_SIGNATURE_BYTES : ML_DSA_44_SIGNATURE_BYTES;
  if (signature.length !== TIME_BYTES + length) return 'invalid';
  const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
  if (!Number.isSafeInteger(time)) return 'invalid';
  const bare = signature.slice(TIME_BYTES);
  if (key.type === SIGNATURE_TYPE.cosignature) {
    return (await isEd25519(key, bare, cosignedMessage(text, time))) ? { time } : 'invalid';
  }
  const is = await isMlDsa44(key, bare, subtreeMessage(text, { name: key.name, time }));
  if (is === undefined) return 'unknown';
  // A time of zero makes no statement about the time.
  return is ? { time: time === 0 ? undefined : time } : 'invalid';
}

async function isEd25519(
  { publicKey }: VerifierKey,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const subtle = platformCrypto();
  if (subtle === undefined) throw new LedgerError('ED25519_UNAVAILABLE');
  let key;
  try {
    key = await subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  } catch (error) {
    if (isUnsupported(error)) throw new LedgerError('ED25519_UNAVAILABLE');
    // Bytes that are no point of the curve verify nothing.
    if (error instanceof DOMException) return false;
    throw error;
  }
  return subtle.verify('Ed25519', key, signature, message);
}

/** `undefined` where the platform has no ML-DSA-44. */
async function isMlDsa44(
  { publicKey }: VerifierKey,
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<boolean | undefined> {
  const subtle = platformCrypto();
  if (subtle === undefined) return undefined;
  try {
    // The format's name is newer than the types that TypeScript knows.
    const key = await subtle.importKey('raw-public' as 'raw', publicKey, 'ML-DSA-44', false, [
      'verify',
    ]);
    return await subtle.verify('ML-DSA-44', key, signature, message);
  } catch (error) {
    if (isUnsupported(error) || error instanceof TypeError) return undefined;
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** A page that was not loaded over HTTPS has none, whatever the types say. */
function platformCrypto(): SubtleCrypto | undefined {
  return (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
}

/** Browsers without an algorithm say so by this name. */
function isUnsupported(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotSupportedError';
}
