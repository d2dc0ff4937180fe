import {
  areEqual,
  decodeBundle,
  kOfN,
  LedgerError,
  parseVerifierKey,
  parseWitnessPolicy,
  TILE_WIDTH,
  tilePath,
  verifyCheckpoint,
  verifyReceipt,
  type Statement,
  type WitnessPolicy,
} from '@bonin/ledger';
import type { ApplicantReceipt } from './applicant-receipt.ts';

/** What came of checking. Only `holds` is good; the other two are different things. */
export type ReceiptCheck =
  | {
      readonly kind: 'holds';
      readonly statements: readonly Statement[];
      /** Attempts of which the receipts tell the beginning and not the end: none but while one is going on. */
      readonly unended: number;
      /** The key that vouched, for comparing it with one that was had elsewhere. */
      readonly logKey: string;
    }
  /** Something contradicts: the receipt was changed, or the ledger was. */
  | { readonly kind: 'disproved'; readonly fault: string }
  | { readonly kind: 'could-not-check'; readonly code: CouldNotCheck };

export type CouldNotCheck = 'ledger-unreachable' | 'browser-too-old' | 'nothing-to-check';

/** Reads a resource of the ledger below `/ledger/`; `undefined` when it is not there. Rejects when nobody answers. */
export type ReadLedger = (path: string) => Promise<Uint8Array | undefined>;

/**
 * Checks receipts in this browser: each was signed by the ledger, with its place in it, and stands at that place in the ledger as it is
 * shown now.
 *
 * Not verified: that what the ledger says is true, that it shows everybody the same, and that the key is the operator's: it comes from
 * where the ledger does. Whether witnesses agree is for `bonin-audit`.
 *
 * @param now - milliseconds since 1970
 */
export async function checkReceipts(
  { receipts }: ApplicantReceipt,
  read: ReadLedger,
  now: number,
): Promise<ReceiptCheck> {
  if (receipts.length === 0) return { kind: 'could-not-check', code: 'nothing-to-check' };
  try {
    const logKey = textOf(await read('key'))?.trim();
    const checkpoint = textOf(await read('newest'));
    if (logKey === undefined || checkpoint === undefined) {
      return { kind: 'could-not-check', code: 'ledger-unreachable' };
    }
    const policy = trusting(logKey);
    const head = await verifyCheckpoint(checkpoint, policy);
    const statements: Statement[] = [];
    for (const { receipt } of receipts) {
      const verdict = await verifyReceipt({ receipt, policy, now });
      if (verdict.kind === 'disproved') return verdict;
      if (verdict.kind === 'could-not-check') throw new LedgerError(verdict.code);
      const { leaf, index, size, root, statement } = verdict;
      if (head.size < size) return { kind: 'disproved', fault: 'rolled-back' };
      if (head.size === size && !areEqual(head.root, root)) {
        return { kind: 'disproved', fault: 'fork' };
      }
      const shown = await leafAt(index, head.size, read);
      if (shown === undefined) return { kind: 'could-not-check', code: 'ledger-unreachable' };
      if (!areEqual(shown, leaf)) return { kind: 'disproved', fault: 'not-in-ledger' };
      statements.push(statement);
    }
    return { kind: 'holds', statements, unended: countUnended(statements), logKey };
  } catch (error) {
    if (!(error instanceof LedgerError)) {
      return { kind: 'could-not-check', code: 'ledger-unreachable' };
    }
    return error.code === 'ED25519_UNAVAILABLE'
      ? { kind: 'could-not-check', code: 'browser-too-old' }
      : { kind: 'disproved', fault: error.code.toLowerCase().replaceAll('_', '-') };
  }
}

/** Reads from the service that this page comes from. */
export async function readLedgerOfThisService(path: string): Promise<Uint8Array | undefined> {
  const response = await fetch(`/ledger/${path}`, {
    cache: 'no-cache',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  });
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
}

function countUnended(statements: readonly Statement[]): number {
  const ended = new Set(
    statements.flatMap((each) => (each.kind === 'deletion' ? [each.attempt] : [])),
  );
  return statements.filter((each) => each.kind === 'attempt-opened' && !ended.has(each.attempt))
    .length;
}

function trusting(logKey: string): WitnessPolicy {
  return parseWitnessPolicy(kOfN({ logs: [parseVerifierKey(logKey)], witnesses: [], k: 0 }));
}

async function leafAt(
  index: number,
  size: number,
  read: ReadLedger,
): Promise<Uint8Array | undefined> {
  const bundle = Math.floor(index / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH);
  const bytes = await read(tilePath({ level: 'entries', index: bundle, width }));
  return bytes && decodeBundle(bytes)?.[index % TILE_WIDTH];
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder().decode(bytes);
}
