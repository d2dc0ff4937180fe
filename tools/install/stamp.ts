/**
 * What was installed, so that the next install sees at a glance that nothing is to be done.
 *
 * The stamp names the lists it was made for and the size and time of change of every file. It saves
 * time and proves nothing: whoever runs a network hashes its file.
 *
 * Imports nothing of the house: this is all that an install with nothing to do has to load.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Stamped {
  /** Where the stamp stands. */
  readonly path: string;
  /** The lists that say what has to be there. */
  readonly manifests: readonly string[];
  /** The folders with what they brought. */
  readonly folders: readonly string[];
  /** What else decides about the outcome, such as options. */
  readonly options: readonly string[];
}

/** Whether everything is as it was when the stamp was made. */
export function isAsStamped(stamped: Stamped): boolean {
  try {
    return readFileSync(stamped.path, 'utf8') === describe(stamped);
  } catch {
    return false;
  }
}

export function makeStamp(stamped: Stamped): void {
  writeFileSync(`${stamped.path}.tmp`, describe(stamped));
  renameSync(`${stamped.path}.tmp`, stamped.path);
}

function describe({ path, manifests, folders, options }: Stamped): string {
  const lists = manifests.map((manifest) =>
    createHash('sha256').update(readFileSync(manifest)).digest('hex'),
  );
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .toSorted()
      .map((name) => join(folder, name))
      .filter((file) => !file.startsWith(path))
      .map((file) => ({ file, found: statSync(file) }))
      .filter(({ found }) => found.isFile())
      .map(({ file, found }) => `${found.size} ${found.mtimeMs} ${file}`),
  );
  return [...lists, options.join(' '), ...files, ''].join('\n');
}
