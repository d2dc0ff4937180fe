import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { ServerError } from '../server-error.ts';

/**
 * Reads a file that nobody but its owner may read.
 *
 * @returns `undefined` when it is not there
 * @throws {ServerError} `KEYRING_PERMISSIONS` when others could read it
 */
export function readOwnerOnly(file: string): string | undefined {
  try {
    if ((statSync(file).mode & 0o077) !== 0) throw new ServerError('KEYRING_PERMISSIONS');
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Puts a file there, on the disk with its name, unless there is one: of several who come at once one succeeds. */
export function placeOnce(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const aside = writeAside(file, content);
  try {
    // A link fails when the file is there by now.
    linkSync(aside, file);
    syncFolder(dirname(file));
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Puts a file in the place of the one that is there, in one go. */
export function replaceFile(file: string, content: string): void {
  renameSync(writeAside(file, content), file);
  syncFolder(dirname(file));
}

function writeAside(file: string, content: string): string {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(aside, 'wx', 0o600);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return aside;
}

/** Only then is the name of a new file on the disk as well as its content: called after the name is there. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
