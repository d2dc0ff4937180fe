/** Receipts: a statement, its salt, and the proof that the log holds their commitment. */
import { joined } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import { SALT_BYTES, commitToBytes } from '../statement/commitment.ts';
import { encodeStatement, parseStatement } from '../statement/statement-bytes.ts';
import { MINUTE_MS, startOfMinute } from '../statement/minute.ts';
import type { Statement } from '../statement/statement.ts';
import { hashLeaf } from '../tree/hash.ts';
import { isIncluded } from '../tree/inclusion.ts';
import { verifyCheckpoint } from '../witness/is-witnessed.ts';
import type { WitnessPolicy } from '../witness/policy.ts';
import { encodeProof, parseProof, type InclusionProof } from './proof.ts';

/** What a receipt holds, not verified. */
export interface Receipt {
  readonly statement: Statement;
  readonly salt: Uint8Array;
  readonly proof: InclusionProof;
}

/** How much clocks of different machines may differ. */
export const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;

/** What is wrong with a receipt. */
export type ReceiptFault =
  | 'receipt-malformed'
  | 'checkpoint-signature-invalid'
  | 'log-unknown'
  | 'not-included'
  | 'not-witnessed'
  | 'dated-after-witness'
  | 'dated-in-the-future';

/** What a receipt turned out to be. */
export type ReceiptVerdict =
  | {
      readonly kind: 'holds';
      readonly statement: Statement;
      readonly leaf: Uint8Array;
      readonly index: number;
      readonly origin: string;
      readonly size: number;
      readonly root: Uint8Array;
      /** Witnesses by the name of the policy, and when each signed: seconds since 1970. */
      readonly witnesses: ReadonlyMap<string, number | undefined>;
    }
  | { readonly kind: 'disproved'; readonly fault: ReceiptFault }
  | { readonly kind: 'could-not-check'; readonly code: 'ED25519_UNAVAILABLE' };

/**
 * Writes a receipt: a `tlog-proof@v1` whose extra line holds salt and statement.
 *
 * @throws {LedgerError} `STATEMENT_MALFORMED`, `SALT_MALFORMED`
 */
export function encodeReceipt({ statement, salt, proof }: Receipt): string {
  if (salt.length !== SALT_BYTES) throw new LedgerError('SALT_MALFORMED');
  return encodeProof(proof, joined(salt, encodeStatement(statement)));
}

/**
 * Reads a receipt.
 *
 * Not verified: anything; see {@link verifyReceipt}.
 *
 * @throws {LedgerError} `PROOF_MALFORMED`, `NOTE_MALFORMED`, `CHECKPOINT_MALFORMED`, `STATEMENT_MALFORMED`
 */
export function parseReceipt(text: string): Receipt {
  const { extra, ...proof } = parseProof(text);
  if (extra === undefined || extra.length <= SALT_BYTES) throw new LedgerError('PROOF_MALFORMED');
  return {
    statement: parseStatement(extra.subarray(SALT_BYTES)),
    salt: extra.slice(0, SALT_BYTES),
    proof,
  };
}

/**
 * Verifies a receipt without asking anybody: the statement is in the log at its place, the log has signed, as
 * many witnesses as the policy asks for have signed, and no time contradicts another.
 *
 * Not verified: that the statement is true; that it was made when it says, beyond not being later than the
 * witnesses; that the log shows everybody the same tree, beyond what the witnesses vouch for.
 *
 * @param now - milliseconds since 1970
 * @returns a verdict, whatever text it is given
 */
export async function verifyReceipt({
  receipt,
  policy,
  now,
}: {
  readonly receipt: string;
  readonly policy: WitnessPolicy;
  readonly now: number;
}): Promise<ReceiptVerdict> {
  let parsed;
  let checkpoint;
  try {
    parsed = parseReceipt(receipt);
    checkpoint = await verifyCheckpoint(parsed.proof.checkpoint, policy);
  } catch (error) {
    return verdictOf(error);
  }
  const { statement, salt, proof } = parsed;
  const { origin, size, root, witnesses } = checkpoint;
  const leaf = commitToBytes(encodeStatement(statement), salt);
  const isThere = isIncluded({
    leafHash: hashLeaf(leaf),
    index: proof.index,
    size,
    root,
    hashes: proof.hashes,
  });
  if (!isThere) return disproved('not-included');
  if (!checkpoint.isWitnessed) return disproved('not-witnessed');
  const times = [...witnesses.values()].flatMap((time) =>
    time === undefined ? [] : [time * 1000],
  );
  const at = startOfMinute(statement.at)!;
  if (times.some((time) => at > time + CLOCK_TOLERANCE_MS)) return disproved('dated-after-witness');
  if ([at, ...times].some((time) => time > now + CLOCK_TOLERANCE_MS)) {
    return disproved('dated-in-the-future');
  }
  return { kind: 'holds', statement, leaf, index: proof.index, origin, size, root, witnesses };
}

function disproved(fault: ReceiptFault): ReceiptVerdict {
  return { kind: 'disproved', fault };
}

function verdictOf(error: unknown): ReceiptVerdict {
  if (!(error instanceof LedgerError)) throw error;
  switch (error.code) {
    case 'ED25519_UNAVAILABLE':
      return { kind: 'could-not-check', code: error.code };
    case 'NOTE_SIGNATURE_INVALID':
      return disproved('checkpoint-signature-invalid');
    case 'NOTE_UNSIGNED':
      return disproved('log-unknown');
    default:
      return disproved('receipt-malformed');
  }
}
