import { commitToBytes, encodeReceipt, parseCheckpoint, parseStatement } from '@bonin/ledger';
import {
  appendLeaves,
  emptyFrontier,
  loadFrontier,
  openNoteSigner,
  openTreeProver,
  signCheckpoint,
  type Frontier,
} from '@bonin/ledger/log';
import type { RegistrationId, TenantId } from '@bonin/core';
import type { LedgerStore, LedgerTree, PlacedEntry } from '@bonin/workflows';
import type { LogKey } from './log-key.ts';
import { keptTile, readKeptTile } from './tiles.ts';

/** At once, and no more: a transaction that long holds up nobody who matters. */
const ENTRIES_MOST = 2_000;

/** What a receipt proves, and the receipt. */
export interface IssuedReceipt {
  readonly kind: 'attempt-opened' | 'deletion' | 'result';
  readonly receipt: string;
}

/** The ledger of this installation. */
export interface Ledger {
  /** With which anybody verifies its checkpoints. */
  readonly verifierKey: string;
  /** Gives their places to entries that wait; how many got one. */
  publish(): Promise<number>;
  /** Receipts of a registration for its entries that have their place, in their order: all, or those of one kind. */
  receiptsOf(
    tenantId: TenantId,
    id: RegistrationId,
    only?: IssuedReceipt['kind'],
  ): Promise<readonly IssuedReceipt[]>;
  /** Salts and statements in the order of the ledger, from place `from` on: what an auditor opens leaves with. */
  openings(from: number, limit: number): Promise<readonly PlacedEntry[]>;
  /** The newest checkpoint; `undefined` before the first. */
  checkpoint(): Promise<string | undefined>;
  /** A tile or a bundle of entries by its path. */
  resource(path: string): Promise<Uint8Array | undefined>;
}

/** Opens the ledger over what keeps it. */
export function openLedger(store: LedgerStore, { signerKey, verifierKey }: LogKey): Ledger {
  const signer = openNoteSigner(signerKey);
  /** Of the tree that this node published last; another node may have gone on since. */
  let edge: Frontier = emptyFrontier();
  const resource = (path: string) => readKeptTile((row) => store.resource(row), path);

  return {
    verifierKey,
    publish: async () => {
      let grown = edge;
      const published = await store.publish(ENTRIES_MOST, async (tree, entries) => {
        const from = await edgeOf(tree, edge);
        const leaves = entries.map(({ statement, salt }) => commitToBytes(statement, salt));
        const { frontier, resources } = appendLeaves(from, leaves);
        grown = frontier;
        const { size, root } = frontier;
        return {
          size,
          root,
          resources: resources.map(keptTile),
          checkpoint: signCheckpoint(signer, { size, root }),
        };
      });
      // Only now is it written.
      if (published > 0) edge = grown;
      return published;
    },
    receiptsOf: async (tenantId, id, only) => {
      const entries = await store.entriesOf(tenantId, id);
      const newest = await store.newest();
      if (newest === undefined) return [];
      const { size, root } = parseCheckpoint(newest.text);
      const wanted = entries.flatMap(({ index, statement: bytes, salt }) => {
        const statement = parseStatement(bytes);
        const { kind } = statement;
        const isOfStep = kind === 'attempt-opened' || kind === 'deletion' || kind === 'result';
        // One that was placed after the checkpoint was read waits for the next.
        if (!isOfStep || index >= size || kind !== (only ?? kind)) return [];
        return [{ kind, statement, salt, index }];
      });
      if (wanted.length === 0) return [];
      const prover = await openTreeProver({ read: resource }, { size, root });
      const issued: IssuedReceipt[] = [];
      for (const { kind, statement, salt, index } of wanted) {
        const hashes = await prover.proveInclusion(index);
        const proof = { index, hashes, checkpoint: newest.text };
        issued.push({ kind, receipt: encodeReceipt({ statement, salt, proof }) });
      }
      return issued;
    },
    openings: (from, limit) => store.openings(from, limit),
    checkpoint: async () => (await store.newest())?.text,
    resource,
  };
}

async function edgeOf(tree: LedgerTree, known: Frontier): Promise<Frontier> {
  const { size, root } = tree;
  if (root === undefined) return emptyFrontier();
  if (known.size === size && Buffer.compare(known.root, root) === 0) return known;
  const read = (path: string) => readKeptTile((row) => tree.read(row), path);
  return loadFrontier({ read }, { size, root });
}
