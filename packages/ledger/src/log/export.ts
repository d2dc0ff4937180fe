/** The folder that an auditor reads without a network. See docs/formats/ledger.md, “Export”. */
import { mkdir, open, readdir, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { textOf, toBase64Url } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import type { TreeHead } from '../note/checkpoint.ts';
import { toMinute } from '../statement/minute.ts';
import { TILE_WIDTH, tilePath, type TilePlace } from '../tree/tile-path.ts';
import { widthAt } from './tile-reader.ts';
import type { TileSource } from './tile-source.ts';

/** Names of the files of an export; tiles lie beside them under `tile`. */
export const EXPORT_FILES = {
  /** Written last: where it is missing, the export was not finished. */
  about: 'export.json',
  checkpoints: 'checkpoints.jsonl',
  openings: 'openings.jsonl',
  tokens: 'tokens.jsonl',
  keys: 'jwks.json',
} as const;

export const EXPORT_FORMAT = 'bonin/ledger-export/v1';

/** A leaf that can be opened still. */
export interface ExportedOpening {
  readonly index: number;
  readonly salt: Uint8Array;
  /** The bytes of the statement, as they were committed to. */
  readonly statement: Uint8Array;
}

/** A result token and the leaf of its result. */
export interface ExportedToken {
  readonly index: number;
  readonly token: string;
}

type Rows<Row> = AsyncIterable<Row> | Iterable<Row>;

/** Where an export is written from. All rows have to be of one moment, such as of one transaction. */
export interface ExportSource {
  readonly origin: string;
  /** Of the last checkpoint. */
  readonly head: TreeHead;
  readonly tiles: TileSource;
  /** Every checkpoint that was published, in that order; the last is that of the head. */
  readonly checkpoints: Rows<string>;
  /** By index, ascending. */
  readonly openings: Rows<ExportedOpening>;
  /** By index, ascending. */
  readonly tokens: Rows<ExportedToken>;
  /** The public keys of results, old ones too: what `/.well-known/jwks.json` shows. */
  readonly keys: { readonly keys: readonly unknown[] };
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Writes an export.
 *
 * Not verified: that it holds together. That is the auditor's work, and this side must not do it for them.
 *
 * @param folder - empty, or not there yet
 * @throws {LedgerError} `EXPORT_FOLDER_NOT_EMPTY`, `TILE_MISSING`; and what the source throws
 */
export async function writeExport(source: ExportSource, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new LedgerError('EXPORT_FOLDER_NOT_EMPTY');
  for (const place of tilesOf(source.head.size)) {
    const bytes = await bytesOf(source.tiles, place);
    const path = join(folder, tilePath(place));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  await writeRows(join(folder, EXPORT_FILES.checkpoints), source.checkpoints, (checkpoint) => ({
    checkpoint,
  }));
  await writeRows(join(folder, EXPORT_FILES.openings), source.openings, (opening) => ({
    index: opening.index,
    salt: toBase64Url(opening.salt),
    statement: textOf(opening.statement),
  }));
  await writeRows(join(folder, EXPORT_FILES.tokens), source.tokens, ({ index, token }) => ({
    index,
    token,
  }));
  await writeFile(join(folder, EXPORT_FILES.keys), `${JSON.stringify(source.keys)}\n`);
  const about = {
    format: EXPORT_FORMAT,
    origin: source.origin,
    size: source.head.size,
    at: toMinute(source.at),
  };
  await writeFile(join(folder, EXPORT_FILES.about), `${JSON.stringify(about)}\n`);
}

/** All tiles and bundles of a tree of this size. */
function* tilesOf(size: number): Generator<TilePlace> {
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    for (let index = 0; ; index += 1) {
      const width = widthAt(size, level, index);
      if (width === 0) break;
      yield { level, index, width };
      if (level === 0) yield { level: 'entries', index, width };
    }
  }
}

async function bytesOf(source: TileSource, place: TilePlace): Promise<Uint8Array> {
  const bytes = await source.read(tilePath(place));
  if (bytes !== undefined) return bytes;
  throw new LedgerError('TILE_MISSING', { level: place.level, index: place.index });
}

/** How much is gathered before it is written. */
const WRITE_AT = 1 << 16;

async function writeRows<Row>(
  path: string,
  rows: Rows<Row>,
  present: (row: Row) => Readonly<Record<string, unknown>>,
): Promise<void> {
  const file: FileHandle = await open(path, 'wx');
  try {
    let text = '';
    for await (const row of rows) {
      text += `${JSON.stringify(present(row))}\n`;
      if (text.length < WRITE_AT) continue;
      await file.writeFile(text);
      text = '';
    }
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}
