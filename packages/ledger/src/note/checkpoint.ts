/** Heads of a log: its name, its size, its root. @see C2SP tlog-checkpoint */
import { fromBase64, toBase64, utf8, wholeNumber } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import { HASH_BYTES } from '../tree/hash.ts';
import { parseNote, type Note } from './note.ts';

/** Size and root of a tree. */
export interface TreeHead {
  /** Number of leaves. */
  readonly size: number;
  readonly root: Uint8Array;
}

/** A head of one log. */
export interface Checkpoint extends TreeHead {
  /** Names the log for ever. */
  readonly origin: string;
}

/** Writes the text of a checkpoint, without signatures. There are no extension lines: nobody could audit them. */
export function encodeCheckpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/**
 * Reads the text of a checkpoint, without signatures.
 *
 * Extension lines are refused: no checkpoint here has them, ML-DSA-44 would not cover them, and a log could
 * tell different people different things in them.
 *
 * @throws {LedgerError} `CHECKPOINT_MALFORMED`
 */
export function parseCheckpointText(text: string): Checkpoint {
  const [origin, sizeText, rootText, end, ...more] = text.split('\n');
  const size = wholeNumber(sizeText ?? '');
  const root = fromBase64(rootText ?? '');
  if (
    origin === undefined ||
    origin === '' ||
    utf8(origin).length > 255 ||
    size === undefined ||
    root?.length !== HASH_BYTES ||
    end !== '' ||
    more.length > 0
  ) {
    throw new LedgerError('CHECKPOINT_MALFORMED');
  }
  return { origin, size, root };
}

/**
 * Reads a signed checkpoint.
 *
 * Not verified: any signature.
 *
 * @throws {LedgerError} `NOTE_MALFORMED`, `CHECKPOINT_MALFORMED`
 */
export function parseCheckpoint(note: string): Checkpoint & { readonly note: Note } {
  const parsed = parseNote(note);
  return { ...parseCheckpointText(parsed.text), note: parsed };
}
