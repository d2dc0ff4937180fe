import {
  commitToBytes,
  encodeReceipt,
  mergeCosignatures,
  parseCheckpoint,
  parseStatement,
  verifyCheckpoint,
  witnessesOf,
} from '@bonin/ledger';
import {
  appendLeaves,
  emptyFrontier,
  loadFrontier,
  openNoteSigner,
  openTreeProver,
  signCheckpoint,
  type Frontier,
  type TreeProver,
} from '@bonin/ledger/log';
import type { Instant, RegistrationId, TenantId } from '@bonin/core';
import type { LedgerCheckpoint, LedgerStore, LedgerTree, PlacedEntry } from '@bonin/workflows';
import type { LogKey } from './log-key.ts';
import { keptTile, readKeptTile } from './tiles.ts';
import type { WitnessesAsked } from './witnesses-asked.ts';

/** At once, and no more: a transaction that long holds up nobody who matters. */
const ENTRIES_MOST = 2_000;
/** Registrations whose salts are destroyed in one transaction. */
const ERASED_AT_ONCE = 500;

/** What a receipt proves, and the receipt. */
export interface IssuedReceipt {
  readonly kind: 'attempt-opened' | 'deletion' | 'result';
  /** Where it stands in the ledger. */
  readonly place: number;
  readonly receipt: string;
  /** Whether a quorum of witnesses has signed its checkpoint; absent where none is asked. */
  readonly witnessed?: boolean;
}

/** A signed head that witnesses are asked to sign. */
export interface HeadToWitness {
  readonly size: number;
  /** With the log's signature alone. */
  readonly checkpoint: string;
  /** Names of those that have signed it, as the policy names them. */
  readonly signedBy: ReadonlySet<string>;
  readonly isWitnessed: boolean;
  /** Of its tree. */
  prover(): Promise<TreeProver>;
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
  /** Whether the ledger was told more of a registration than {@link receiptsOf} has receipts for. */
  isWaiting(tenantId: TenantId, id: RegistrationId): Promise<boolean>;
  /** The receipt for an entry that is nobody's; `undefined` until a checkpoint has it. */
  receiptFor(entry: PlacedEntry): Promise<string | undefined>;
  /** Whose entry stands at that place; `undefined` for nobody's, and for one that was erased. */
  ownerOf(place: number): ReturnType<LedgerStore['ownerOf']>;
  /** Destroys the salts of registrations that are finished and older than that. @returns how many leaves were erased */
  eraseBefore(at: Instant): Promise<number>;
  /** Salts and statements in the order of the ledger, from place `from` on: what an auditor opens leaves with. */
  openings(from: number, limit: number): Promise<readonly PlacedEntry[]>;
  /**
   * The newest checkpoint that enough witnesses have signed; where none is asked, or they have signed none yet, the newest;
   * `undefined` before the first.
   */
  checkpoint(): Promise<string | undefined>;
  /** The newest checkpoint, whoever has signed it. */
  newest(): Promise<string | undefined>;
  /** What witnesses are to sign next; `undefined` before the first checkpoint, or where none is asked. */
  headToWitness(): Promise<HeadToWitness | undefined>;
  /**
   * Puts lines of witnesses under the checkpoint of that size.
   *
   * @returns whether they are enough with those that were there
   */
  cosign(size: number, lines: string): Promise<boolean>;
  /** A tile or a bundle of entries by its path. */
  resource(path: string): Promise<Uint8Array | undefined>;
}

/** Opens the ledger over what keeps it. @param witnesses - those that are asked to sign its checkpoints */
export function openLedger(
  store: LedgerStore,
  { signerKey, verifierKey }: LogKey,
  witnesses?: WitnessesAsked,
): Ledger {
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
      // In this order: what is witnessed cannot be larger than what is read after it.
      const witnessed = witnesses && (await store.newest(witnesses.digest));
      const newest = await store.newest();
      if (newest === undefined) return [];
      const head = proofsUnder(newest, resource);
      const witnessedHead = witnessed && proofsUnder(witnessed, resource);
      const issued: IssuedReceipt[] = [];
      for (const { index, statement: bytes, salt } of entries) {
        const statement = parseStatement(bytes);
        const { kind } = statement;
        const isOfStep = kind === 'attempt-opened' || kind === 'deletion' || kind === 'result';
        // One that was placed after the checkpoint was read waits for the next.
        if (!isOfStep || index >= newest.size || kind !== (only ?? kind)) continue;
        const isWitnessed = witnessedHead !== undefined && index < witnessedHead.size;
        const { checkpoint, prove } = isWitnessed ? witnessedHead : head;
        const proof = { index, hashes: await prove(index), checkpoint };
        issued.push({
          kind,
          place: index,
          receipt: encodeReceipt({ statement, salt, proof }),
          ...(witnesses === undefined ? {} : { witnessed: isWitnessed }),
        });
      }
      return issued;
    },
    isWaiting: (tenantId, id) => store.isWaiting(tenantId, id),
    receiptFor: async ({ index, statement, salt }) => {
      const witnessed = witnesses && (await store.newest(witnesses.digest));
      const isWitnessed = witnessed !== undefined && index < witnessed.size;
      const under = isWitnessed ? witnessed : await store.newest();
      if (under === undefined || index >= under.size) return undefined;
      const { checkpoint, prove } = proofsUnder(under, resource);
      const proof = { index, hashes: await prove(index), checkpoint };
      return encodeReceipt({ statement: parseStatement(statement), salt, proof });
    },
    ownerOf: (place) => store.ownerOf(place),
    eraseBefore: async (at) => {
      let leaves = 0;
      for (let more = -1; more !== 0; leaves += Math.max(0, more)) {
        more = await store.eraseBefore(at, ERASED_AT_ONCE);
      }
      return leaves;
    },
    openings: (from, limit) => store.openings(from, limit),
    checkpoint: async () => {
      const witnessed = witnesses && (await store.newest(witnesses.digest));
      return (witnessed ?? (await store.newest()))?.text;
    },
    newest: async () => (await store.newest())?.text,
    headToWitness: async () => {
      const newest = witnesses && (await store.newest());
      if (newest === undefined) return undefined;
      const { size, root } = parseCheckpoint(newest.text);
      const { policy, digest } = witnesses!;
      const known = await verifyCheckpoint(newest.text, policy);
      if (known.isWitnessed && newest.size !== (await store.newest(digest))?.size) {
        // Signed under an earlier policy, and enough under this one.
        await store.cosign(size, (text) => Promise.resolve({ text, witnessedUnder: digest }));
      }
      return {
        size,
        checkpoint: signCheckpoint(signer, { size, root }),
        signedBy: new Set(known.witnesses.keys()),
        isWitnessed: known.isWitnessed,
        prover: () => openTreeProver({ read: resource }, { size, root }),
      };
    },
    cosign: async (size, lines) => {
      if (witnesses === undefined) return false;
      const { policy, digest } = witnesses;
      const keys = witnessesOf(policy).map(({ key }) => key);
      let isWitnessed = false;
      await store.cosign(size, async (kept) => {
        const text = await mergeCosignatures(kept, [lines], keys);
        ({ isWitnessed } = await verifyCheckpoint(text, policy));
        return { text, ...(isWitnessed ? { witnessedUnder: digest } : {}) };
      });
      return isWitnessed;
    },
    resource,
  };
}

/** Proves under one checkpoint. The tree is opened when the first proof is asked for. */
function proofsUnder(
  { text }: LedgerCheckpoint,
  read: (path: string) => Promise<Uint8Array | undefined>,
): {
  readonly size: number;
  readonly checkpoint: string;
  readonly prove: (index: number) => Promise<readonly Uint8Array[]>;
} {
  const { size, root } = parseCheckpoint(text);
  let prover: Promise<TreeProver> | undefined;
  return {
    size,
    checkpoint: text,
    prove: async (index) => {
      prover ??= openTreeProver({ read }, { size, root });
      return (await prover).proveInclusion(index);
    },
  };
}

async function edgeOf(tree: LedgerTree, known: Frontier): Promise<Frontier> {
  const { size, root } = tree;
  if (root === undefined) return emptyFrontier();
  if (known.size === size && Buffer.compare(known.root, root) === 0) return known;
  const read = (path: string) => readKeptTile((row) => tree.read(row), path);
  return loadFrontier({ read }, { size, root });
}
