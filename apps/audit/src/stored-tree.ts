/** Goes through the leaves of an export, makes the tree anew, and holds the stored tiles against it. */
import {
  TILE_WIDTH,
  areEqual,
  decodeBundle,
  hashLeaf,
  tilePath,
  toBase64,
  type TilePlace,
} from '@bonin/ledger';
import { readBytes } from './export-folder.ts';
import type { Findings } from './finding.ts';
import type { SignedHead } from './signed-history.ts';
import { TreeBuilder } from './tree-builder.ts';

const LEAF_BYTES = 32;

/** Leaves that stand one after the other, from a place on. */
export interface LeafRow {
  readonly start: number;
  readonly leaves: readonly Uint8Array[];
}

/** What was found of the tree. */
export interface RebuiltTree {
  readonly leaves: number;
  /** Signed heads whose root the leaves do not have. */
  readonly contradicted: readonly SignedHead[];
}

/**
 * Reads all leaves, once, in order.
 *
 * @param heads - signed sizes and roots, by size
 * @param onRow - sees each row of up to 256 leaves
 */
export async function rebuildTree({
  folder,
  size,
  heads,
  findings,
  onRow,
}: {
  readonly folder: string;
  readonly size: number;
  readonly heads: readonly SignedHead[];
  readonly findings: Findings;
  readonly onRow: (row: LeafRow) => Promise<void>;
}): Promise<RebuiltTree> {
  const tiles = new TileCheck(folder, findings);
  const builder = new TreeBuilder((level, hash) => tiles.add(level, hash));
  const waiting = heads.filter((head) => head.size <= size).sort((a, b) => a.size - b.size);
  const contradicted: SignedHead[] = [];
  let leaves = 0;
  let next = 0;
  const compareRoots = (): void => {
    for (; waiting[next]?.size === leaves; next += 1) {
      if (toBase64(builder.root()) !== waiting[next]!.root) contradicted.push(waiting[next]!);
    }
  };
  compareRoots();
  for await (const row of readLeaves(folder, size, findings)) {
    for (const leaf of row.leaves) {
      const hash = hashLeaf(leaf);
      tiles.add(0, hash);
      builder.add(hash);
      leaves += 1;
      compareRoots();
    }
    await tiles.check();
    await onRow(row);
  }
  await tiles.finish();
  // Sizes that the leaves do not reach cannot have their roots.
  contradicted.push(...waiting.slice(next));
  return { leaves, contradicted };
}

/** The rows of leaves of an export. What is missing or no leaf is told. */
export async function* readLeaves(
  folder: string,
  size: number,
  findings?: Findings,
): AsyncGenerator<LeafRow> {
  for (let start = 0; start < size; start += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, size - start);
    const place = { level: 'entries', index: start / TILE_WIDTH, width } as const;
    const bytes = await readPartialOrFull(folder, place);
    const entries = bytes === undefined ? undefined : decodeBundle(bytes);
    if (entries === undefined) {
      findings?.add(bytes === undefined ? 'truncated' : 'leaf-malformed', { index: start });
      if (bytes === undefined) return;
      continue;
    }
    if (entries.length < width) findings?.add('truncated', { index: start + entries.length });
    const leaves = entries.slice(0, width);
    for (const [at, leaf] of leaves.entries()) {
      if (leaf.length !== LEAF_BYTES) findings?.add('leaf-malformed', { index: start + at });
    }
    yield { start, leaves };
  }
}

async function readPartialOrFull(
  folder: string,
  place: TilePlace,
): Promise<Uint8Array | undefined> {
  const partial = await readBytes(folder, tilePath(place));
  return partial ?? (await readBytes(folder, tilePath({ ...place, width: TILE_WIDTH })));
}

/** Holds stored tiles against hashes that come in order. */
class TileCheck {
  readonly #rows: { index: number; hashes: Uint8Array[] }[] = [];
  readonly #full: { readonly place: TilePlace; readonly hashes: readonly Uint8Array[] }[] = [];
  readonly #folder: string;
  readonly #findings: Findings;

  constructor(folder: string, findings: Findings) {
    this.#folder = folder;
    this.#findings = findings;
  }

  add(level: number, hash: Uint8Array): void {
    const row = (this.#rows[level] ??= { index: 0, hashes: [] });
    row.hashes.push(hash);
    if (row.hashes.length < TILE_WIDTH) return;
    this.#full.push({ place: { level, index: row.index, width: TILE_WIDTH }, hashes: row.hashes });
    row.index += 1;
    row.hashes = [];
  }

  async check(): Promise<void> {
    for (const { place, hashes } of this.#full.splice(0)) await this.#compare(place, hashes);
  }

  async finish(): Promise<void> {
    await this.check();
    for (const [level, { index, hashes }] of this.#rows.entries()) {
      if (hashes.length > 0) await this.#compare({ level, index, width: hashes.length }, hashes);
    }
  }

  async #compare(place: TilePlace, hashes: readonly Uint8Array[]): Promise<void> {
    const stored = await readPartialOrFull(this.#folder, place);
    const { level, index } = place;
    if (stored === undefined) this.#findings.add('tile-missing', { level, index });
    else if (!areEqual(stored.subarray(0, hashes.length * LEAF_BYTES), Buffer.concat(hashes))) {
      this.#findings.add('tile-changed', { level, index });
    }
  }
}
