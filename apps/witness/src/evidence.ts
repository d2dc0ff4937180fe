/** Keeps what a log has signed against itself. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Contradiction } from './witness.ts';

/** A log that forks once will try again; a few files say as much as a full disk. */
const MOST_FILES = 100;

/**
 * Writes one contradiction to a folder: the offered checkpoint, and beside it the one that was signed before.
 * Files that are there already are kept.
 */
export async function keepEvidence(
  folder: string,
  { kind, seen, offered }: Contradiction,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = `${kind}-${createHash('sha256').update(offered).digest('hex').slice(0, 16)}`;
  const there = await readdir(folder);
  if (there.length >= 2 * MOST_FILES || there.includes(`${name}.offered`)) return;
  await writeFile(join(folder, `${name}.seen`), seen);
  await writeFile(join(folder, `${name}.offered`), offered);
}
