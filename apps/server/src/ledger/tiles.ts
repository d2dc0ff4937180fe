import { decodeBundle, encodeBundle, parseTilePath, TILE_WIDTH } from '@bonin/ledger';
import type { LogResource } from '@bonin/ledger/log';

const HASH_BYTES = 32;

type Read = (path: string) => Promise<Uint8Array | undefined>;

/**
 * As tiles are kept: one row for each, which grows until it is full. A partial tile is the beginning of every wider one, so
 * that those of earlier trees can be made again and need not be kept.
 */
export function keptTile({ path, bytes }: LogResource): LogResource {
  return { path: rowOf(path), bytes };
}

/**
 * Reads a tile or a bundle of entries by the path under which it is served, full or partial.
 *
 * @returns `undefined` when the tree does not reach so far, or the path is none
 */
export async function readKeptTile(read: Read, path: string): Promise<Uint8Array | undefined> {
  let place;
  try {
    place = parseTilePath(path);
  } catch {
    return undefined;
  }
  const kept = await read(rowOf(path));
  if (kept === undefined) return undefined;
  const { level, width } = place;
  if (level !== 'entries') {
    return kept.length < width * HASH_BYTES ? undefined : kept.slice(0, width * HASH_BYTES);
  }
  const entries = decodeBundle(kept);
  return entries === undefined || entries.length < width
    ? undefined
    : encodeBundle(entries.slice(0, width));
}

/** Whether what lies under a path can never change. */
export function isFull(path: string): boolean {
  return parseTilePath(path).width === TILE_WIDTH;
}

function rowOf(path: string): string {
  const [row = path] = path.split('.p/');
  return row;
}
