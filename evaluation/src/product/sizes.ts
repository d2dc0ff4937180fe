import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** Bytes of all files under a folder; links are not followed. */
export function folderBytes(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

/** How large the packages of a lockfile were to download, as far as npm's cache still has them. */
export interface DownloadSizes {
  readonly packages: number;
  readonly known: number;
  readonly bytes: number;
}

/**
 * Adds up the archives of the installed packages; npm keeps each in its cache under its integrity hash.
 */
export function downloadSizes(root: string, npmCache: string): DownloadSizes {
  const lock: unknown = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const packages = (lock as { packages?: Record<string, { integrity?: string }> }).packages ?? {};
  const installed = Object.entries(packages).filter(
    ([place, { integrity }]) => integrity !== undefined && existsSync(path.join(root, place)),
  );
  const sizes = installed.flatMap(([, { integrity = '' }]) => {
    const [algorithm = '', digest = ''] = integrity.split('-');
    const hex = Buffer.from(digest, 'base64').toString('hex');
    const file = path.join(
      ...[npmCache, '_cacache/content-v2', algorithm],
      ...[hex.slice(0, 2), hex.slice(2, 4), hex.slice(4)],
    );
    return existsSync(file) ? [statSync(file).size] : [];
  });
  return {
    packages: installed.length,
    known: sizes.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** Bytes of the archives that a manifest pins by size: those that the install step itself fetches. */
export function pinnedBytes(manifestFile: string): number {
  const manifest: unknown = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const packages = (manifest as { packages?: Record<string, { size?: number }> }).packages ?? {};
  return Object.values(packages).reduce((sum, { size = 0 }) => sum + size, 0);
}

/** A page's first load: its document, scripts and styles, without pictures. */
export function pageSizes(folder: string): {
  readonly files: number;
  readonly plain: number;
  readonly gzip: number;
  readonly brotli: number;
} {
  const names = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /\.(?:html|js|css)$/.test(name),
      )
    : [];
  const contents = names.map((name) => readFileSync(path.join(folder, name)));
  const sum = (sizes: readonly number[]): number => sizes.reduce((a, b) => a + b, 0);
  return {
    files: contents.length,
    plain: sum(contents.map((content) => content.length)),
    gzip: sum(contents.map((content) => gzipSync(content).length)),
    brotli: sum(contents.map((content) => brotliCompressSync(content).length)),
  };
}

/** Short name of a file's content, to say which build was measured. */
export function contentName(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
}
