/** What a witness must never forget: for each log the last checkpoint that it signed. */
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LedgerError, parseCheckpoint } from '@bonin/ledger';
import { WitnessError } from './witness-error.ts';

/** The last signed checkpoint of each log, by origin; as notes, so that they prove what the log has signed. */
export type SeenCheckpoints = ReadonlyMap<string, string>;

const FORMAT = 'bonin/witness-state/v1';

/**
 * Reads the state; empty when there is no file yet.
 *
 * @throws {WitnessError} `WITNESS_STATE_UNREADABLE` rather than beginning anew: a witness that forgets signs forks
 */
export async function readState(path: string): Promise<SeenCheckpoints> {
  const text = await textOrUndefined(path);
  if (text === undefined) return new Map();
  try {
    const state = JSON.parse(text) as { format?: unknown; checkpoints?: unknown };
    if (state.format !== FORMAT || !Array.isArray(state.checkpoints)) {
      throw new WitnessError('WITNESS_STATE_UNREADABLE');
    }
    const seen = new Map<string, string>();
    for (const checkpoint of state.checkpoints as readonly unknown[]) {
      if (typeof checkpoint !== 'string') throw new WitnessError('WITNESS_STATE_UNREADABLE');
      seen.set(parseCheckpoint(checkpoint).origin, checkpoint);
    }
    return seen;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof LedgerError) {
      throw new WitnessError('WITNESS_STATE_UNREADABLE');
    }
    throw error;
  }
}

/**
 * Replaces the state in one step, and returns when it is on the disk.
 *
 * @param before - what the file has to hold still; another witness on the same file would sign forks
 * @throws {WitnessError} `WITNESS_STATE_CHANGED`, `WITNESS_STATE_UNREADABLE`
 */
export async function replaceState(
  path: string,
  before: SeenCheckpoints,
  after: SeenCheckpoints,
): Promise<void> {
  if (textOf(await readState(path)) !== textOf(before)) {
    throw new WitnessError('WITNESS_STATE_CHANGED');
  }
  const fresh = `${path}.new`;
  const file = await open(fresh, 'w', 0o600);
  try {
    await file.writeFile(textOf(after));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
  // The new name is in the folder, which has to reach the disk too.
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function textOf(seen: SeenCheckpoints): string {
  return `${JSON.stringify({ format: FORMAT, checkpoints: [...seen.values()] }, undefined, 1)}\n`;
}

async function textOrUndefined(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new WitnessError('WITNESS_STATE_UNREADABLE');
  }
}
