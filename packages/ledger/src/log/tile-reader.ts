import { LedgerError } from '../ledger-error.ts';
import { HASH_BYTES } from '../tree/hash.ts';
import { TILE_WIDTH, decodeBundle, tilePath, type TilePlace } from '../tree/tile-path.ts';
import type { TileSource } from './tile-source.ts';

/** How many hashes or entries a tile has in a tree of this size; 0 when it is not there. */
export function widthAt(size: number, level: number, index: number): number {
  const there = Math.floor(size / TILE_WIDTH ** level) - index * TILE_WIDTH;
  return Math.max(0, Math.min(TILE_WIDTH, there));
}

/**
 * Reads the hashes of a tile as a tree of this size has it.
 *
 * A partial tile may be gone once the full one is there; its beginning serves as well.
 *
 * @throws {LedgerError} `TILE_MISSING`, `TREE_DAMAGED`
 */
export async function readTile(
  source: TileSource,
  { level, index, width }: TilePlace & { readonly level: number },
): Promise<readonly Uint8Array[]> {
  const { bytes, width: found } = await readEither(source, { level, index, width });
  if (bytes.length !== found * HASH_BYTES) throw new LedgerError('TREE_DAMAGED', { level, index });
  return Array.from({ length: width }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

/**
 * Reads the entries of a bundle as a tree of this size has it.
 *
 * @throws {LedgerError} `TILE_MISSING`, `TREE_DAMAGED`
 */
export async function readBundle(
  source: TileSource,
  { index, width }: Pick<TilePlace, 'index' | 'width'>,
): Promise<readonly Uint8Array[]> {
  const { bytes, width: found } = await readEither(source, { level: 'entries', index, width });
  const entries = decodeBundle(bytes);
  if (entries?.length !== found) throw new LedgerError('TREE_DAMAGED', { level: 'entries', index });
  return entries.slice(0, width);
}

async function readEither(
  source: TileSource,
  place: TilePlace,
): Promise<{ readonly bytes: Uint8Array; readonly width: number }> {
  const exact = await source.read(tilePath(place));
  if (exact !== undefined) return { bytes: exact, width: place.width };
  const full = await source.read(tilePath({ ...place, width: TILE_WIDTH }));
  if (full !== undefined) return { bytes: full, width: TILE_WIDTH };
  throw new LedgerError('TILE_MISSING', { level: place.level, index: place.index });
}
