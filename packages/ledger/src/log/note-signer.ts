/** Signatures of logs and witnesses. */
import { sign } from 'node:crypto';
import { joined, uint64, utf8 } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import {
  encodeCheckpointText,
  parseCheckpoint,
  type Checkpoint,
  type TreeHead,
} from '../note/checkpoint.ts';
import { signatureLine } from '../note/note.ts';
import { cosignedMessage, subtreeMessage } from '../note/signed-message.ts';
import { SIGNATURE_TYPE, keyIdOf, type VerifierKey } from '../note/verifier-key.ts';
import { parseSignerKey } from './signing-key.ts';

/** Signs texts under one name with one key. */
export interface NoteSigner {
  readonly verifierKey: VerifierKey;
  /**
   * The signature line for a text that ends with a newline.
   *
   * @param time - seconds since 1970; a plain Ed25519 signature names no time
   * @throws {LedgerError} `CHECKPOINT_MALFORMED` from an ML-DSA key whose text is no checkpoint
   */
  sign(text: string, time: number): string;
}

/** Opens a private key for signing. @throws {LedgerError} `SIGNER_KEY_MALFORMED` */
export function openNoteSigner(signerKey: string): NoteSigner {
  const { verifierKey, privateKey } = parseSignerKey(signerKey);
  const { name, type, publicKey } = verifierKey;
  const keyId = keyIdOf(name, type, publicKey);
  const lineOf = (...parts: readonly Uint8Array[]): string =>
    signatureLine(name, joined(keyId, ...parts));
  return {
    verifierKey,
    sign: (text, time) => {
      if (type === SIGNATURE_TYPE.ed25519) return lineOf(sign(null, utf8(text), privateKey));
      const message =
        type === SIGNATURE_TYPE.cosignature
          ? cosignedMessage(text, time)
          : subtreeMessage(text, { name, time });
      return lineOf(uint64(time), sign(null, message, privateKey));
    },
  };
}

/**
 * Signs the head of a log. The origin is the name of the signer's key.
 *
 * A log signs no head that contradicts one that it signed before: sign only what was stored.
 *
 * @param signer - the log's Ed25519 key, or several under one name: Ed25519 and ML-DSA-44
 * @param head - size and root, as stored
 * @param time - seconds since 1970, named by an ML-DSA-44 line only
 * @throws {LedgerError} `SIGNER_KEY_MALFORMED` when there is no signer, or two of different names
 */
export function signCheckpoint(
  signer: NoteSigner | readonly NoteSigner[],
  head: TreeHead,
  time = 0,
): string {
  const signers: readonly NoteSigner[] = 'sign' in signer ? [signer] : signer;
  const origin = signers[0]?.verifierKey.name;
  if (origin === undefined || signers.some(({ verifierKey }) => verifierKey.name !== origin)) {
    throw new LedgerError('SIGNER_KEY_MALFORMED');
  }
  const text = encodeCheckpointText({ origin, size: head.size, root: head.root });
  return `${text}\n${signers.map((each) => each.sign(text, time)).join('')}`;
}

/**
 * The line by which a witness signs a checkpoint.
 *
 * Not verified: that it may. That is what a witness is for; see apps/witness.
 *
 * @param time - seconds since 1970
 * @throws {LedgerError} `NOTE_MALFORMED`, `CHECKPOINT_MALFORMED`
 */
export function cosign(
  signer: NoteSigner,
  checkpoint: string,
  time: number,
): { readonly line: string; readonly head: Checkpoint } {
  const { note, ...head } = parseCheckpoint(checkpoint);
  return { line: signer.sign(note.text, time), head };
}
