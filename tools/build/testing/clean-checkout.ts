import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../parts.ts';

/** A copy of what the repository holds and nothing else, as somebody has it who got it afresh. */
export interface CleanCheckout {
  readonly root: string;
  /** Builds what the build digest covers, and returns the digest. */
  buildDigest(environment?: Readonly<Record<string, string>>, from?: string): string;
  /** The lines that the digest is made of. */
  files(): readonly string[];
}

/** @param root - a folder that is not there yet */
export function cleanCheckout(root: string): CleanCheckout {
  rmSync(root, { recursive: true, force: true });
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', listing, { cwd: ROOT, encoding: 'utf8' });
  for (const file of files.split('\0').filter((name) => name !== '')) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(ROOT, file), join(root, file));
  }
  linkDependencies(root);
  const node = (from: string, environment: Readonly<Record<string, string>>, words: string[]) =>
    execFileSync(process.execPath, words, {
      cwd: from,
      env: { ...process.env, ...environment },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const main = join(root, 'apps/server/src/main.ts');
  return {
    root,
    buildDigest: (environment = {}, from = root) => {
      node(from, environment, [join(root, 'tools/build/main.ts'), 'booth', 'applicant']);
      return node(from, {}, [main, 'build', 'digest']).trim();
    },
    files: () => node(root, {}, [main, 'build', 'digest', '--files']).trimEnd().split('\n'),
  };
}

/** Dependencies are what the lock file names, wherever they lie; our own packages are those of the copy. */
function linkDependencies(root: string): void {
  const from = join(ROOT, 'node_modules');
  const to = join(root, 'node_modules');
  mkdirSync(join(to, '@bonin'), { recursive: true });
  for (const name of readdirSync(from)) {
    if (name !== '@bonin') symlinkSync(join(from, name), join(to, name));
  }
  for (const name of readdirSync(join(from, '@bonin'))) {
    // Relative, so that they lead to where the same package lies in the copy.
    symlinkSync(readlinkSync(join(from, '@bonin', name)), join(to, '@bonin', name));
  }
}
