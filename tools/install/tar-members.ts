/**
 * Takes named files out of a package's archive.
 *
 * Reads the plain `ustar` headers that package archives have; entries of other kinds are passed over.
 */

import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { InstallError } from './install-error.ts';

const BLOCK = 512;
const REGULAR = new Set(['0', '\0']);

/**
 * The wanted files, by their path inside the package.
 *
 * @throws {InstallError} `ARCHIVE_MALFORMED`; `FILE_NOT_IN_PACKAGE` with the path of the first one missing
 */
export async function readMembers(
  archive: Uint8Array,
  paths: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const tar = await unzip(archive);
  const found = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
    const size = Number.parseInt(textAt(tar, at + 124, 12), 8);
    if (!(size >= 0) || at + BLOCK + size > tar.length) throw new InstallError('ARCHIVE_MALFORMED');
    const prefix = textAt(tar, at + 345, 155);
    const name = textAt(tar, at, 100);
    const path = withoutFirstFolder(prefix === '' ? name : `${prefix}/${name}`);
    const kind = String.fromCharCode(tar[at + 156] ?? 0);
    if (REGULAR.has(kind) && paths.has(path)) {
      found.set(path, tar.subarray(at + BLOCK, at + BLOCK + size));
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  const missing = [...paths].find((path) => !found.has(path));
  if (missing !== undefined) throw new InstallError('FILE_NOT_IN_PACKAGE', { path: missing });
  return found;
}

async function unzip(archive: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(archive);
  } catch (cause) {
    throw new InstallError('ARCHIVE_MALFORMED', {}, { cause });
  }
}

/** Every archive has one folder around the package, mostly `package`. */
function withoutFirstFolder(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end)).trim();
}
