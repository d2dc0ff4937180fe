/** Where tiles and entry bundles lie. @see C2SP tlog-tiles, “Merkle Tree” and “Log entries” */
import { LedgerError } from '../ledger-error.ts';

/** Hashes of a full tile, entries of a full bundle. */
export const TILE_WIDTH = 256;

/** One tile: a row of hashes, each standing for 256^level leaves; or one bundle of entries. */
export interface TilePlace {
  readonly level: number | 'entries';
  /** Place among the tiles of its level, from 0. */
  readonly index: number;
  /** 1 to 256; below 256 the tile is partial. */
  readonly width: number;
}

/** The path of a tile below the log's prefix, such as `tile/0/x001/234.p/7`. */
export function tilePath({ level, index, width }: TilePlace): string {
  const groups = [(index % 1000).toString().padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${(rest % 1000).toString().padStart(3, '0')}`);
  }
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

const PATH =
  /^tile\/(entries|0|[1-9]|[1-5][0-9]|6[0-3])\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/**
 * Reads the path of a tile; only the one spelling that {@link tilePath} writes.
 *
 * @throws {LedgerError} `TILE_PATH_MALFORMED`
 */
export function parseTilePath(path: string): TilePlace {
  const [, level, groups, partial] = PATH.exec(path) ?? [];
  if (level === undefined || groups === undefined) throw new LedgerError('TILE_PATH_MALFORMED');
  const place: TilePlace = {
    level: level === 'entries' ? 'entries' : Number(level),
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  if (!Number.isSafeInteger(place.index) || tilePath(place) !== path) {
    throw new LedgerError('TILE_PATH_MALFORMED');
  }
  return place;
}

/** Writes a bundle: each entry preceded by its length in two bytes, the more significant first. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(entries.reduce((length, entry) => length + 2 + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** Reads the entries of a bundle, however many; `undefined` when the bytes are not one. */
export function decodeBundle(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const high = bytes[at];
    const low = bytes[at + 1];
    if (high === undefined || low === undefined) return undefined;
    const end = at + 2 + high * 256 + low;
    if (end > bytes.length) return undefined;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
