/** The right edge of a tree: all that is needed to append to it. */
import { areEqual } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import type { TreeHead } from '../note/checkpoint.ts';
import { EMPTY_ROOT, foldRow, hashChildren, hashLeaf, joinRow } from '../tree/hash.ts';
import { TILE_WIDTH, encodeBundle, tilePath } from '../tree/tile-path.ts';
import { readBundle, readTile, widthAt } from './tile-reader.ts';
import type { TileSource } from './tile-source.ts';

/** Size and root of a tree, with its partial tiles. A value: appending makes a new one. */
export interface Frontier extends TreeHead {
  /** The hashes of the partial tile of each level, none where there is none. */
  readonly levels: readonly (readonly Uint8Array[])[];
  /** The entries of the partial bundle. */
  readonly entries: readonly Uint8Array[];
}

/** Something that has to be stored under its path below the log's prefix, and be served from there. */
export interface LogResource {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What appending brings about. Nothing is stored yet. */
export interface Appended {
  readonly frontier: Frontier;
  /** Place of the first of the new leaves. */
  readonly firstIndex: number;
  /** Full tiles and bundles that came to be, and the partial ones of the new size. */
  readonly resources: readonly LogResource[];
}

/** Longest leaf: its length is written in two bytes. */
const LEAF_MAX_BYTES = 65_535;

/** The edge of a tree without leaves. */
export function emptyFrontier(): Frontier {
  return { size: 0, root: EMPTY_ROOT, levels: [], entries: [] };
}

/**
 * Appends leaves to a tree.
 *
 * The resources have to be stored, together with the new head and with what the leaves witness, in one
 * transaction, before a checkpoint of the new size is signed. One appender at a time: two that start from one
 * edge make two trees, and the witnesses will sign one of them only.
 *
 * @throws {LedgerError} `LEAF_MALFORMED` for one longer than 65,535 bytes, `TREE_TOO_LARGE`
 */
export function appendLeaves(frontier: Frontier, leaves: readonly Uint8Array[]): Appended {
  if (leaves.some(({ length }) => length > LEAF_MAX_BYTES)) throw new LedgerError('LEAF_MALFORMED');
  const size = frontier.size + leaves.length;
  if (!Number.isSafeInteger(size)) throw new LedgerError('TREE_TOO_LARGE');
  if (leaves.length === 0) return { frontier, firstIndex: frontier.size, resources: [] };

  const resources: LogResource[] = [];
  const entries = appendBundles(frontier, leaves, resources);
  const levels: Uint8Array[][] = frontier.levels.map((row) => [...row]);
  let arriving: readonly Uint8Array[] = leaves.map(hashLeaf);
  for (let level = 0; arriving.length > 0; level += 1) {
    // Where the level has no partial tile, the size tells which tile begins.
    let index = Math.floor(frontier.size / TILE_WIDTH ** (level + 1));
    let row = levels[level] ?? [];
    const full: Uint8Array[] = [];
    for (const hash of arriving) {
      row.push(hash);
      if (row.length < TILE_WIDTH) continue;
      resources.push({ path: tilePath({ level, index, width: TILE_WIDTH }), bytes: joinRow(row) });
      full.push(foldRow(row));
      row = [];
      index += 1;
    }
    if (row.length > 0) {
      resources.push({ path: tilePath({ level, index, width: row.length }), bytes: joinRow(row) });
    }
    levels[level] = row;
    arriving = full;
  }
  return {
    frontier: { size, root: rootOf(levels), levels, entries },
    firstIndex: frontier.size,
    resources,
  };
}

/**
 * Reads the edge of a stored tree, and holds it against its head.
 *
 * @throws {LedgerError} `TILE_MISSING`, `TREE_DAMAGED`
 */
export async function loadFrontier(
  source: TileSource,
  { size, root }: TreeHead,
): Promise<Frontier> {
  const levels: (readonly Uint8Array[])[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    const width = widthAt(size, level, index);
    levels.push(width === 0 ? [] : await readTile(source, { level, index, width }));
  }
  const partial = size % TILE_WIDTH;
  const entries =
    partial === 0
      ? []
      : await readBundle(source, { index: Math.floor(size / TILE_WIDTH), width: partial });
  const areTheirs = entries.every((entry, at) => areEqual(hashLeaf(entry), levels[0]![at]!));
  if (!areTheirs || !areEqual(rootOf(levels), root)) throw new LedgerError('TREE_DAMAGED');
  return { size, root, levels, entries };
}

function appendBundles(
  { size, entries }: Frontier,
  leaves: readonly Uint8Array[],
  resources: LogResource[],
): readonly Uint8Array[] {
  let index = Math.floor(size / TILE_WIDTH);
  const all = [...entries, ...leaves];
  let at = 0;
  for (; at + TILE_WIDTH <= all.length; at += TILE_WIDTH, index += 1) {
    const bytes = encodeBundle(all.slice(at, at + TILE_WIDTH));
    resources.push({ path: tilePath({ level: 'entries', index, width: TILE_WIDTH }), bytes });
  }
  const rest = all.slice(at);
  if (rest.length > 0) {
    const path = tilePath({ level: 'entries', index, width: rest.length });
    resources.push({ path, bytes: encodeBundle(rest) });
  }
  return rest;
}

/** Rows of higher levels stand for leaves further left. */
function rootOf(levels: readonly (readonly Uint8Array[])[]): Uint8Array {
  let root: Uint8Array | undefined;
  for (const row of levels) {
    for (const peak of peaksOf(row).reverse()) {
      root = root === undefined ? peak : hashChildren(peak, root);
    }
  }
  return root ?? EMPTY_ROOT;
}

/** The complete subtrees of a row, the largest first. */
function peaksOf(row: readonly Uint8Array[]): Uint8Array[] {
  const peaks: Uint8Array[] = [];
  let at = 0;
  for (let span = TILE_WIDTH; span >= 1; span /= 2) {
    if (row.length - at < span) continue;
    peaks.push(foldRow(row.slice(at, at + span)));
    at += span;
  }
  return peaks;
}
