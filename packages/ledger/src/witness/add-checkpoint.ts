/** The request of a log to a witness. @see C2SP tlog-witness, “add-checkpoint” */
import { fromBase64, toBase64, wholeNumber } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import { NOTE_MAX_LENGTH, parseSignatureLine } from '../note/note.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { verifyParsedNote } from '../note/verify-note.ts';
import { HASH_BYTES } from '../tree/hash.ts';
import type { VerifierKey } from '../note/verifier-key.ts';

/** Most lines of a consistency proof. */
export const CONSISTENCY_MAX_HASHES = 63;

/** What a witness is asked to sign, and why it may. */
export interface AddCheckpoint {
  /** Size that the witness has signed last; 0 when it has signed none. */
  readonly oldSize: number;
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint. */
  readonly checkpoint: string;
}

/** Writes the body of the request. */
export function encodeAddCheckpoint({ oldSize, hashes, checkpoint }: AddCheckpoint): string {
  return [`old ${oldSize}`, ...hashes.map(toBase64), '', checkpoint].join('\n');
}

/**
 * Reads the body of the request.
 *
 * Not verified: the proof, and any signature.
 *
 * @throws {LedgerError} `ADD_CHECKPOINT_MALFORMED`
 */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const split = body.indexOf('\n\n');
  if (split < 0 || body.length > NOTE_MAX_LENGTH) throw new LedgerError('ADD_CHECKPOINT_MALFORMED');
  const [first, ...lines] = body.slice(0, split).split('\n');
  const oldSize = first?.startsWith('old ') === true ? wholeNumber(first.slice(4)) : undefined;
  const hashes = lines.map(fromBase64);
  if (
    oldSize === undefined ||
    hashes.length > CONSISTENCY_MAX_HASHES ||
    hashes.some((hash) => hash?.length !== HASH_BYTES)
  ) {
    throw new LedgerError('ADD_CHECKPOINT_MALFORMED');
  }
  return { oldSize, hashes: hashes as Uint8Array[], checkpoint: body.slice(split + 2) };
}

/**
 * Adds to a checkpoint the lines that witnesses answered with.
 *
 * Only lines of these keys are taken, only when they verify, and one of each key.
 *
 * @param lines - bodies of answers: signature lines, each with its newline
 * @param keys - of the witnesses that are trusted
 * @throws {LedgerError} `NOTE_MALFORMED`, `CHECKPOINT_MALFORMED`, `ED25519_UNAVAILABLE`
 */
export async function mergeCosignatures(
  checkpoint: string,
  lines: readonly string[],
  keys: readonly VerifierKey[],
): Promise<string> {
  const { note } = parseCheckpoint(checkpoint);
  const present = new Set(note.signatures.map(({ name, keyId }) => `${name}+${keyId}`));
  let merged = checkpoint;
  for (const line of lines.flatMap((body) => body.split('\n'))) {
    const signature = parseSignatureLine(line);
    if (signature === undefined) continue;
    const id = `${signature.name}+${signature.keyId}`;
    if (present.has(id)) continue;
    try {
      await verifyParsedNote({ text: note.text, signatures: [signature] }, keys);
    } catch (error) {
      // A witness that answers nonsense costs its signature, not the checkpoint.
      if (error instanceof LedgerError && error.code !== 'ED25519_UNAVAILABLE') continue;
      throw error;
    }
    present.add(id);
    merged += `${line}\n`;
  }
  return merged;
}
