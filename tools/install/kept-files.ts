/**
 * A folder of files that are either whole or not there.
 *
 * A file is written under another name and renamed, so that what bears its name is complete.
 */

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export class KeptFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Whether the file is there and hashes to this. */
  async holds(name: string, sha256: string): Promise<boolean> {
    const bytes = await readFile(join(this.folder, name)).catch(() => undefined);
    return bytes !== undefined && hashOf(bytes) === sha256;
  }

  async keep(name: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.tmp`, bytes);
    await rename(`${path}.tmp`, path);
  }
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
