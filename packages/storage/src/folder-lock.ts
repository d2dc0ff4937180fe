/**
 * One process at a time in a data folder.
 *
 * The embedded database has no lock of its own, and two processes in one folder destroy it. The lock
 * names its holder by process id and start time, so that one left behind by `kill -9` is seen to be stale.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from './storage-error.ts';

export interface FolderLock {
  release(): void;
}

/** @throws {StorageError} `DATA_FOLDER_IN_USE` */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'lock');
  const me = holderOf(process.pid);
  if (!tryWrite(file, me)) {
    const holder = readHolder(file);
    if (holder !== undefined && isRunning(holder)) {
      throw new StorageError('DATA_FOLDER_IN_USE', { pid: Number(holder.split(' ')[0]) });
    }
    takeOver(file, holder, me);
  }
  return {
    release: () => {
      if (readHolder(file) === me) rmSync(file, { force: true });
    },
  };
}

// Moving the stale file away is atomic: of two who see it, one moves it and the other finds it gone.
function takeOver(file: string, stale: string | undefined, me: string): void {
  const aside = `${file}.stale-${String(process.pid)}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  const moved = readHolder(aside);
  rmSync(aside, { force: true });
  if (moved !== stale || !tryWrite(file, me)) {
    throw new StorageError('DATA_FOLDER_IN_USE', { pid: 0 });
  }
}

function tryWrite(file: string, holder: string): boolean {
  try {
    writeFileSync(file, holder, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function readHolder(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isRunning(holder: string): boolean {
  const pid = Number(holder.split(' ')[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (!hasCode(error, 'EPERM')) return false;
  }
  return holderOf(pid) === holder;
}

function holderOf(pid: number): string {
  return `${String(pid)} ${startTimeOf(pid)}`;
}

// Field 22 of /proc/<pid>/stat; a pid that was given out again has another. Elsewhere the pid must do.
function startTimeOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
