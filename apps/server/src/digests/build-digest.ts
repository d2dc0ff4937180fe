import { createHash } from 'node:crypto';
import { globSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Folders that run whole: our sources and what was built of them. */
const FOLDERS = ['packages/*/src', 'apps/server/src', 'dist/booth', 'dist/applicant'];

/** The locked dependencies and the list of networks. */
const FILES = ['package-lock.json', 'models/manifest.json'];

/**
 * The digest of what runs: SHA-256, hex, over one line `<path> <sha256 of the file>` for each file,
 * sorted by path. Tests are not part of what runs.
 *
 * @see docs/formats/verification-result.md, “Build digest”
 */
export function buildDigest(root: string): string {
  const folders = FOLDERS.flatMap((pattern) => globSync(pattern, { cwd: root }));
  const paths = [...folders.flatMap((folder) => filesUnder(root, folder)), ...FILES]
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.endsWith('.test.ts') && isFile(join(root, path)));
  const hash = createHash('sha256');
  for (const path of paths.sort()) {
    hash.update(`${path} ${sha256(readFileSync(join(root, path)))}\n`);
  }
  return hash.digest('hex');
}

function filesUnder(root: string, folder: string): readonly string[] {
  // Not a glob: that takes a hundred times as long, at every start.
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
