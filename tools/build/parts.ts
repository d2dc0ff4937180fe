import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One thing that is built, and the files it is built from. */
export interface BuildPart {
  readonly name: string;
  /** Patterns, relative to the repository's root. */
  readonly sources: readonly string[];
  /** A folder under `dist/` that belongs to this part alone. */
  readonly folder: string;
  readonly make: (folder: string) => Promise<void>;
}

export const ROOT = join(import.meta.dirname, '..', '..');

const STAMP = '.built-from';

/** Builds each part whose sources differ from those it was last built from; returns how many. */
export async function build(
  parts: readonly BuildPart[],
  say: (line: string) => void,
): Promise<number> {
  let built = 0;
  for (const part of parts) {
    const digest = digestOf(part.sources);
    const folder = join(ROOT, 'dist', part.folder);
    if (stampOf(folder) === digest) continue;
    say(`building ${part.name}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    // What is built must not depend on who builds it. Builders set NODE_ENV for themselves where there is none, and
    // what is started afterwards must not inherit that.
    const { NODE_ENV } = process.env;
    delete process.env['NODE_ENV'];
    try {
      await part.make(folder);
    } finally {
      if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
      else process.env['NODE_ENV'] = NODE_ENV;
    }
    // Last, so that a build that was cut off is not taken for a whole one.
    writeFileSync(join(folder, STAMP), digest);
    built += 1;
  }
  return built;
}

function stampOf(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, STAMP), 'utf8');
  } catch {
    return undefined;
  }
}

function digestOf(patterns: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).sort()) {
    const path = join(ROOT, file);
    if (!statSync(path).isFile()) continue;
    hash.update(`${file}\0`).update(createHash('sha256').update(readFileSync(path)).digest());
  }
  return hash.digest('hex');
}
