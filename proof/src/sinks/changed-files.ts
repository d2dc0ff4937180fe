import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';

/** What is no file on a disk, or belongs to the machine; memory that looks like a folder is looked into by itself. */
const NOT_SEARCHED = ['/proc', '/sys', '/dev'];
const LARGEST_BYTES = 1024 * 1024 * 1024;

export interface ChangedFile {
  readonly file: string;
  readonly bytes: Buffer;
}

/**
 * Every file below a folder that was changed since a moment, and can be read.
 *
 * Not read: files of the folders that are left out, and files of more than 1 GiB.
 *
 * @param sinceMs - milliseconds since 1970, on the clock of the file system
 */
export function* changedFiles(
  sinceMs: number,
  { from, leftOut }: { readonly from: string; readonly leftOut: readonly string[] },
): Generator<ChangedFile> {
  yield* below(from, sinceMs, new Set([...NOT_SEARCHED, ...leftOut]));
}

function* below(
  folder: string,
  sinceMs: number,
  leftOut: ReadonlySet<string>,
): Generator<ChangedFile> {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (leftOut.has(file)) continue;
    if (entry.isDirectory()) yield* below(file, sinceMs, leftOut);
    else if (entry.isFile()) yield* ifChanged(file, sinceMs);
  }
}

function* ifChanged(file: string, sinceMs: number): Generator<ChangedFile> {
  try {
    const { mtimeMs, ctimeMs, size } = lstatSync(file);
    if (Math.max(mtimeMs, ctimeMs) < sinceMs || size === 0 || size > LARGEST_BYTES) return;
    yield { file, bytes: readFileSync(file) };
  } catch {
    // Gone since it was listed.
  }
}

/** Files without a name that a process still holds open. */
export function* unlinkedFiles(pid: number): Generator<ChangedFile> {
  const folder = `/proc/${String(pid)}/fd`;
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names) {
    const file = `${folder}/${name}`;
    try {
      if (!readlinkSync(file).endsWith(' (deleted)')) continue;
      yield { file, bytes: readFileSync(file) };
    } catch {
      // Closed meanwhile, or no file.
    }
  }
}
