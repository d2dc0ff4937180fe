/** Proofs out of stored tiles. @see RFC 6962, sections 2.1.1 and 2.1.2 */
import { areEqual } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import type { TreeHead } from '../note/checkpoint.ts';
import { EMPTY_ROOT, foldRow, hashChildren } from '../tree/hash.ts';
import { readTile, widthAt } from './tile-reader.ts';
import type { TileSource } from './tile-source.ts';

/** Makes proofs in the tree of one head. */
export interface TreeProver extends TreeHead {
  /**
   * The way from a leaf to the root.
   *
   * @throws {LedgerError} `INDEX_OUT_OF_RANGE`, `TILE_MISSING`, `TREE_DAMAGED`
   */
  proveInclusion(index: number): Promise<readonly Uint8Array[]>;
  /**
   * Why this tree begins with all of an older one. Empty for an older size of 0 and for its own.
   *
   * @throws {LedgerError} `INDEX_OUT_OF_RANGE`, `TILE_MISSING`, `TREE_DAMAGED`
   */
  proveConsistency(oldSize: number): Promise<readonly Uint8Array[]>;
  /**
   * The root that the tree had at an older size.
   *
   * @throws {LedgerError} `INDEX_OUT_OF_RANGE`, `TILE_MISSING`, `TREE_DAMAGED`
   */
  rootAt(oldSize: number): Promise<Uint8Array>;
}

/** Levels of a binary tree that one tile holds. */
const TILE_HEIGHT = 8;
/** Tiles that are kept at hand, 8 KiB each. */
const TILES_AT_HAND = 512;

/**
 * Opens a tree for proofs, and holds its tiles against its root: what they prove, they prove of this root.
 *
 * Tiles further inside are held against nothing when they are read; a proof made of a damaged one does not
 * verify. Whoever hands proofs out verifies them first.
 *
 * @throws {LedgerError} `TILE_MISSING`, `TREE_DAMAGED`
 */
export async function openTreeProver(
  source: TileSource,
  { size, root }: TreeHead,
): Promise<TreeProver> {
  const atHand = new Map<string, Promise<readonly Uint8Array[]>>();

  function tile(level: number, index: number): Promise<readonly Uint8Array[]> {
    const key = `${level}/${index}`;
    const known = atHand.get(key);
    if (known !== undefined) return known;
    const [oldest] = atHand.keys();
    if (oldest !== undefined && atHand.size >= TILES_AT_HAND) atHand.delete(oldest);
    const reading = readTile(source, { level, index, width: widthAt(size, level, index) });
    atHand.set(key, reading);
    return reading;
  }

  /** The hash over the leaves from `start` on, of which there are `span`, a power of two that divides `start`. */
  async function subtree(start: number, span: number): Promise<Uint8Array> {
    const height = Math.log2(span);
    const level = Math.floor(height / TILE_HEIGHT);
    const width = 2 ** (height % TILE_HEIGHT);
    const first = start / 2 ** (level * TILE_HEIGHT);
    const index = Math.floor(first / 256);
    const at = first % 256;
    return foldRow((await tile(level, index)).slice(at, at + width));
  }

  async function hashOver(start: number, end: number): Promise<Uint8Array> {
    const split = largestPowerBelow(end - start);
    if (end - start === 2 * split || end - start === 1) return subtree(start, end - start);
    return hashChildren(await hashOver(start, start + split), await hashOver(start + split, end));
  }

  async function path(index: number, start: number, end: number): Promise<Uint8Array[]> {
    if (end - start === 1) return [];
    const middle = start + largestPowerBelow(end - start);
    return index < middle
      ? [...(await path(index, start, middle)), await hashOver(middle, end)]
      : [...(await path(index, middle, end)), await hashOver(start, middle)];
  }

  /** @param isWhole - whether the old tree's root stands for exactly this range, and is known to who verifies */
  async function since(
    oldEnd: number,
    [start, end]: readonly [number, number],
    isWhole: boolean,
  ): Promise<Uint8Array[]> {
    if (oldEnd === end) return isWhole ? [] : [await hashOver(start, end)];
    const middle = start + largestPowerBelow(end - start);
    return oldEnd <= middle
      ? [...(await since(oldEnd, [start, middle], isWhole)), await hashOver(middle, end)]
      : [...(await since(oldEnd, [middle, end], false)), await hashOver(start, middle)];
  }

  const found = size === 0 ? EMPTY_ROOT : await hashOver(0, size);
  if (!areEqual(found, root)) throw new LedgerError('TREE_DAMAGED');
  return {
    size,
    root,
    proveInclusion: async (index) => {
      requireWithin(index, 0, size - 1);
      return path(index, 0, size);
    },
    proveConsistency: async (oldSize) => {
      requireWithin(oldSize, 0, size);
      return oldSize === 0 ? [] : since(oldSize, [0, size], true);
    },
    rootAt: async (oldSize) => {
      requireWithin(oldSize, 0, size);
      return oldSize === 0 ? EMPTY_ROOT : hashOver(0, oldSize);
    },
  };
}

function requireWithin(value: number, least: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new LedgerError('INDEX_OUT_OF_RANGE');
  }
}

/** The largest power of two that is smaller than a size of at least 2; 1 for a size of 1. */
function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}
