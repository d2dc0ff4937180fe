/** What the auditor has from elsewhere: receipts that people hold, and checkpoints that were kept earlier. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toBase64, verifyReceipt, type WitnessPolicy } from '@bonin/ledger';
import type { Findings } from './finding.ts';
import { verified, type SignedHead } from './signed-history.ts';

/** A leaf that a receipt says is in the log. */
export interface ReceivedLeaf {
  readonly index: number;
  readonly leaf: Uint8Array;
  readonly receipt: string;
}

export interface OutsideEvidence {
  readonly heads: readonly SignedHead[];
  readonly leaves: readonly ReceivedLeaf[];
  readonly receipts: number;
}

/**
 * Reads and verifies it.
 *
 * @param known - files of checkpoints
 * @param receiptFolder - every file in it is a receipt
 */
export async function readOutsideEvidence({
  known,
  receiptFolder,
  policy,
  origin,
  now,
  findings,
}: {
  readonly known: readonly string[];
  readonly receiptFolder: string | undefined;
  readonly policy: WitnessPolicy;
  readonly origin: string;
  readonly now: number;
  readonly findings: Findings;
}): Promise<OutsideEvidence> {
  const heads: SignedHead[] = [];
  const leaves: ReceivedLeaf[] = [];
  for (const file of known) {
    const text = await readFile(file, 'utf8');
    const checkpoint = await verified(text, policy, (name) => findings.add(name, { known: file }));
    if (checkpoint === undefined) continue;
    if (checkpoint.origin !== origin) findings.add('origin-differs', { known: file });
    const { size, root } = checkpoint;
    heads.push({
      size,
      root: toBase64(root),
      from: file,
      contradiction: 'known-checkpoint-contradicted',
    });
  }
  const files = receiptFolder === undefined ? [] : (await readdir(receiptFolder)).sort();
  for (const file of files) {
    const receipt = await readFile(join(receiptFolder!, file), 'utf8');
    const verdict = await verifyReceipt({ receipt, policy, now });
    if (verdict.kind === 'could-not-check') {
      findings.add('signature-not-verifiable', { receipt: file });
    } else if (verdict.kind === 'disproved') {
      const isMalformed = verdict.fault === 'receipt-malformed';
      findings.add(isMalformed ? 'receipt-malformed' : 'receipt-disproved', {
        receipt: file,
        fault: verdict.fault,
      });
    } else {
      if (verdict.origin !== origin) findings.add('origin-differs', { receipt: file });
      const { size, root, index, leaf } = verdict;
      heads.push({ size, root: toBase64(root), from: file, contradiction: 'receipt-contradicted' });
      leaves.push({ index, leaf, receipt: file });
    }
  }
  return { heads, leaves, receipts: files.length };
}
