/** Reads a page manifest. @see docs/formats/page-manifest.md */

export interface PageFile {
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
}

const LINE =
  /^([0-9a-f]{64}) {2}([A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)$/;
const MOST_FILES = 1_000;
/** What people are shown first. */
export const FIRST_FILE = 'index.html';

/** `undefined` when it is not as documented. */
export function parsePageManifest(text: string): readonly PageFile[] | undefined {
  if (!text.endsWith('\n')) return undefined;
  const lines = text.slice(0, -1).split('\n');
  if (lines.length > MOST_FILES) return undefined;
  const files: PageFile[] = [];
  for (const line of lines) {
    const [, sha256, path] = LINE.exec(line) ?? [];
    if (sha256 === undefined || path === undefined) return undefined;
    // In order, so that no path stands in it twice.
    const before = files.at(-1)?.path;
    if (before !== undefined && before >= path) return undefined;
    files.push({ path, sha256 });
  }
  return files.some(({ path }) => path === FIRST_FILE) ? files : undefined;
}
