/** One exact version of a package, named with the hash of its archive. */

import { JsonFields } from './json-fields.ts';

export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** Subresource Integrity of the archive, SHA-512. */
  readonly integrity: string;
  /** Bytes of the archive: for the progress bar only. */
  readonly size: number;
}

const NAME = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;
const INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;

/** @throws {InstallError} `MANIFEST_MALFORMED` */
export function parsePackages(fields: JsonFields): ReadonlyMap<string, PinnedPackage> {
  return fields.entries((value, key, path) => {
    const entry = new JsonFields({ ...(value as object), name: key }, path);
    entry.onlyKnows('name', 'version', 'integrity', 'size');
    return {
      name: entry.text('name', NAME),
      version: entry.text('version', VERSION),
      integrity: entry.text('integrity', INTEGRITY),
      size: entry.whole('size', 1),
    };
  });
}

/** A hash as it stands in the manifests: SHA-256 in lower-case hexadecimal digits. */
export const SHA256 = /^[0-9a-f]{64}$/;

/** A path inside an archive or a folder: no way up, no root, no backslash. */
export const INNER_PATH = /^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[A-Za-z0-9@._+/-]+$/;
