import { createHash } from 'node:crypto';
import { globSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ServerError } from '../server-error.ts';

/** The package whose process is the service; with what its `dependencies` name, it is our code that runs. */
const SERVICE = '@bonin/server';

/** Where packages of this repository lie that a service may need. */
const PACKAGES = ['apps/server/package.json', 'packages/*/package.json'];

/** What was built and runs as it was built: the programs of the booths, the page of the applicant. */
const BUILT = ['dist/booth', 'dist/applicant'];

/** The locked dependencies and the list of networks. */
const FILES = ['package-lock.json', 'models/manifest.json'];

/** One file of what runs. */
export interface BuildFile {
  /** Relative to the root of the repository, with `/` between its parts. */
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
}

/**
 * The files that are what runs, sorted by path.
 *
 * @throws {ServerError} `BUILD_UNREADABLE` when there is no service below `root`, or a link among its files:
 *   what a link leads to can change while the link does not
 * @see docs/formats/verification-result.md, “Build digest”
 */
export function buildFiles(root: string): readonly BuildFile[] {
  const own = packagesThatRun(root).flatMap((folder) => [
    join(folder, 'package.json'),
    ...filesUnder(root, join(folder, 'src')),
  ]);
  const built = BUILT.flatMap((folder) => filesUnder(root, folder));
  return hashed(root, [...own, ...built, ...FILES.filter((path) => isFile(join(root, path)))]);
}

/** Tells, at any later time, whether what was built is still what it is now. */
export function watchBuilt(root: string): () => boolean {
  const built = () =>
    digestOfBuild(
      hashed(
        root,
        BUILT.flatMap((folder) => filesUnder(root, folder)),
      ),
    );
  const atFirst = built();
  return () => {
    try {
      return built() === atFirst;
    } catch {
      // A folder that is just being built anew.
      return false;
    }
  };
}

function hashed(root: string, paths: readonly string[]): readonly BuildFile[] {
  return paths
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !isIdle(path))
    .sort()
    .map((path) => ({ path, sha256: sha256(readFileSync(join(root, path))) }));
}

/** The digest of what runs, hex. */
export function buildDigest(root: string): string {
  return digestOfBuild(buildFiles(root));
}

/** SHA-256, hex, over {@link linesOfBuild}. */
export function digestOfBuild(files: readonly BuildFile[]): string {
  return sha256(linesOfBuild(files));
}

/** One line `<path> <sha256>` for each file. */
export function linesOfBuild(files: readonly BuildFile[]): string {
  return files.map(({ path, sha256: digest }) => `${path} ${digest}\n`).join('');
}

/** Folders of the service's package and of every one of ours that it needs, itself or through another. */
function packagesThatRun(root: string): readonly string[] {
  const known = new Map(
    globSync(PACKAGES, { cwd: root }).map((file) => {
      const { name, dependencies = {} } = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
        readonly name: string;
        readonly dependencies?: Readonly<Record<string, string>>;
      };
      return [name, { folder: dirname(file), needs: Object.keys(dependencies) }] as const;
    }),
  );
  if (!known.has(SERVICE)) throw new ServerError('BUILD_UNREADABLE', { what: 'service' });
  const needed = new Set([SERVICE]);
  // A set is gone through to its end, with what is added on the way.
  for (const name of needed) {
    for (const each of known.get(name)?.needs ?? []) if (known.has(each)) needed.add(each);
  }
  return [...needed].flatMap((name) => known.get(name)?.folder ?? []);
}

function filesUnder(root: string, folder: string): readonly string[] {
  if (statSync(join(root, folder), { throwIfNoEntry: false }) === undefined) return [];
  // Not a glob: that takes a hundred times as long, at every start.
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => {
      if (!entry.isFile()) throw new ServerError('BUILD_UNREADABLE', { what: 'link' });
      return relative(root, join(entry.parentPath, entry.name));
    });
}

/** Tests, and the stamp by which a build knows its sources, tests among them. */
function isIdle(path: string): boolean {
  return path.endsWith('.test.ts') || path.endsWith('/.built-from');
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
