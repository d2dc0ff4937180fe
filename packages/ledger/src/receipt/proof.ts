/** Proofs that something is in a log, in one file that verifies offline. @see C2SP tlog-proof */
import { fromBase64, toBase64, wholeNumber } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import { parseCheckpoint } from '../note/checkpoint.ts';
import { NOTE_MAX_LENGTH } from '../note/note.ts';
import { HASH_BYTES } from '../tree/hash.ts';

/** Place of a leaf, its way to the root, and the signed root. */
export interface InclusionProof {
  readonly index: number;
  /** From the leaf's sibling to the root's child. */
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint. */
  readonly checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const MOST_HASHES = 63;
/** Longest proof that is read, in characters. */
export const PROOF_MAX_LENGTH = NOTE_MAX_LENGTH + 16_384;

/** Writes a proof. @param extra - what the application adds; nothing vouches for it */
export function encodeProof(
  { index, hashes, checkpoint }: InclusionProof,
  extra?: Uint8Array,
): string {
  return [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
    '',
    checkpoint,
  ].join('\n');
}

/**
 * Reads a proof.
 *
 * Not verified: anything; see `verifyReceipt`.
 *
 * @throws {LedgerError} `PROOF_MALFORMED`, `NOTE_MALFORMED`, `CHECKPOINT_MALFORMED`
 */
export function parseProof(
  text: string,
): InclusionProof & { readonly extra: Uint8Array | undefined } {
  const split = text.indexOf('\n\n');
  if (split < 0 || text.length > PROOF_MAX_LENGTH) throw new LedgerError('PROOF_MALFORMED');
  const lines = text.slice(0, split).split('\n');
  if (lines.shift() !== HEADER) throw new LedgerError('PROOF_MALFORMED');
  const hasExtra = lines[0]?.startsWith('extra ') === true;
  const extra = hasExtra ? fromBase64(lines.shift()!.slice('extra '.length)) : undefined;
  const indexLine = lines.shift();
  const index =
    indexLine?.startsWith('index ') === true ? wholeNumber(indexLine.slice(6)) : undefined;
  const hashes = lines.map(fromBase64);
  if (
    (hasExtra && extra === undefined) ||
    index === undefined ||
    hashes.length > MOST_HASHES ||
    hashes.some((hash) => hash?.length !== HASH_BYTES)
  ) {
    throw new LedgerError('PROOF_MALFORMED');
  }
  const checkpoint = text.slice(split + 2);
  // Read here already, so that nothing may follow a proof.
  parseCheckpoint(checkpoint);
  return { index, hashes: hashes as Uint8Array[], checkpoint, extra };
}
