import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every file of the applicant's page as it is served. @see docs/formats/page-manifest.md */
export interface PageManifest {
  /** One line `<sha256>  <path>` for each file, sorted by path: what `sha256sum -c` reads. */
  readonly text: string;
  /** SHA-256 over the text, hex. */
  readonly digest: string;
}

/** Of a built page; `undefined` when there is none. */
export function pageManifest(folder: string): PageManifest | undefined {
  if (statSync(join(folder, 'index.html'), { throwIfNoEntry: false }) === undefined) {
    return undefined;
  }
  const text = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    // Nor is any such file served.
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
    .sort()
    .map((path) => `${sha256(readFileSync(join(folder, path)))}  ${path}\n`)
    .join('');
  return { text, digest: sha256(text) };
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
