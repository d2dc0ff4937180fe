/** Reads an export. Nothing in it is believed. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromBase64Url, startOfMinute } from '@bonin/ledger';
import { EXPORT_FILES, EXPORT_FORMAT } from '@bonin/ledger/log';
import type { Portions } from './rows-in-order.ts';

/** What an export says of itself. */
export interface AboutExport {
  readonly origin: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A row of openings or tokens that was read; `undefined` members make it malformed. */
export interface OpeningRow {
  readonly index: number;
  readonly salt: Uint8Array;
  readonly statement: string;
}

export interface TokenRow {
  readonly index: number;
  readonly token: string;
}

/** Longest line that is read, in characters: a checkpoint with many post-quantum lines, escaped. */
const LINE_MAX = 300_000;

/** `undefined` when there is no such file, or not as documented. */
export async function readAbout(folder: string): Promise<AboutExport | undefined> {
  const about = await readJson(join(folder, EXPORT_FILES.about));
  if (typeof about !== 'object' || about === null) return undefined;
  const { format, origin, size, at } = about as Readonly<Record<string, unknown>>;
  const start = typeof at === 'string' ? startOfMinute(at) : undefined;
  if (format !== EXPORT_FORMAT || typeof origin !== 'string' || start === undefined)
    return undefined;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
  return { origin, size, at: start };
}

/** The value of a JSON file; `undefined` when it cannot be read. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || isMissing(error)) return undefined;
    throw error;
  }
}

/** The checkpoints of an export in order; `undefined` stands for a line that holds none. */
export async function* readCheckpoints(folder: string): AsyncGenerator<string | undefined> {
  for await (const rows of readRows(join(folder, EXPORT_FILES.checkpoints))) {
    for (const row of rows) {
      yield typeof row?.['checkpoint'] === 'string' ? row['checkpoint'] : undefined;
    }
  }
}

export async function* readOpenings(folder: string): Portions<OpeningRow> {
  for await (const rows of readRows(join(folder, EXPORT_FILES.openings), 'latin1')) {
    yield rows.map((row) => {
      const { index, salt, statement } = row ?? {};
      const bytes = typeof salt === 'string' ? fromBase64Url(salt) : undefined;
      return isIndex(index) && bytes !== undefined && typeof statement === 'string'
        ? { index, salt: bytes, statement }
        : undefined;
    });
  }
  return undefined;
}

export async function* readTokens(folder: string): Portions<TokenRow> {
  for await (const rows of readRows(join(folder, EXPORT_FILES.tokens), 'latin1')) {
    yield rows.map((row) => {
      const { index, token } = row ?? {};
      return isIndex(index) && typeof token === 'string' ? { index, token } : undefined;
    });
  }
  return undefined;
}

/** Bytes of a file of the export; `undefined` when it is not there. */
export async function readBytes(folder: string, path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(join(folder, path));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

type Row = Readonly<Record<string, unknown>>;

/**
 * @param encoding - `latin1` for files that hold ASCII only when they are as documented; it is read faster
 * @throws the error of the file system when there is no such file
 */
async function* readRows(
  path: string,
  encoding: 'utf8' | 'latin1' = 'utf8',
): AsyncGenerator<readonly (Row | undefined)[]> {
  for await (const lines of linesOf(path, encoding)) yield lines.map(rowOf);
}

function rowOf(line: string): Row | undefined {
  try {
    const row: unknown = JSON.parse(line);
    return typeof row === 'object' && row !== null ? (row as Row) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Lines without their newline, by portions; a last one that lacks it too. A line that is too long becomes an empty one. */
async function* linesOf(
  path: string,
  encoding: 'utf8' | 'latin1',
): AsyncGenerator<readonly string[]> {
  let rest = '';
  const stream = createReadStream(path, { encoding, highWaterMark: 1 << 18 });
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
    if (rest.length > LINE_MAX) rest = '';
  }
  if (rest !== '') yield [rest];
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
