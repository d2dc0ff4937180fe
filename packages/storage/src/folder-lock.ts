/**
 * One process at a time in a data folder.
 *
 * The embedded database has no lock of its own, and two processes in one folder destroy it. The lock names its
 * holder by process id and start time, so that one left behind by `kill -9` is seen to be stale, and by boot and
 * process namespace, because a process id says nothing outside of these: two containers that share a volume are
 * both process 1. Who held it before this very machine was started again is gone, unless it was in a container, whose
 * image may name the same machine everywhere. What cannot be looked at from here is taken for alive.
 */
import { randomBytes } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { StorageError } from './storage-error.ts';

export interface FolderLock {
  release(): void;
}

const LOCK = 'lock';
/** Held for the moment in which a stale lock is replaced. */
const TAKEOVER = 'lock.takeover';

/**
 * @throws {StorageError} `DATA_FOLDER_IN_USE` by a process that runs; `DATA_FOLDER_HOLDER_UNKNOWN` when whether it
 *   runs cannot be known from here, naming the file that the operator removes once he knows that it does not
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, LOCK);
  const me = describeHolder(process.pid);
  if (!tryWrite(file, me)) {
    const holder = readHolder(file);
    if (holder !== undefined) refuseUnlessDead(holder);
    takeOver(folder, holder, me);
  }
  return {
    release: () => {
      if (readHolder(file) === me) rmSync(file, { force: true });
    },
  };
}

function refuseUnlessDead(holder: string): void {
  const [pid = '', , boot, namespace, machine] = holder.split(' ');
  const wasOnThisMachine = machine !== NONE && machine === machineId();
  // Started again since, as after a loss of power: nothing that ran before runs any more.
  if (wasOnThisMachine && namespace === NO_CONTAINER && boot !== bootId()) return;
  if (boot !== bootId() || namespace !== processNamespace()) {
    throw new StorageError('DATA_FOLDER_HOLDER_UNKNOWN', { file: LOCK });
  }
  if (isRunning(Number(pid), holder)) {
    throw new StorageError('DATA_FOLDER_IN_USE', { pid: Number(pid) });
  }
}

// Of two who see the same stale lock one is first to take over; the other finds it taken, or changed.
function takeOver(folder: string, stale: string | undefined, me: string): void {
  const file = join(folder, LOCK);
  const takeover = join(folder, TAKEOVER);
  if (!tryWrite(takeover, me)) {
    throw new StorageError('DATA_FOLDER_HOLDER_UNKNOWN', { file: TAKEOVER });
  }
  try {
    const found = readHolder(file);
    if (found === undefined ? !tryWrite(file, me) : found !== stale) {
      throw new StorageError('DATA_FOLDER_IN_USE', { pid: 0 });
    }
    if (found !== undefined) renameSync(writeAside(file, me), file);
  } finally {
    rmSync(takeover, { force: true });
  }
}

/** All of it or nothing: nobody may read a lock that is half written. False when there is one already. */
function tryWrite(file: string, holder: string): boolean {
  const aside = writeAside(file, holder);
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function writeAside(file: string, holder: string): string {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(aside, holder, { flag: 'wx', mode: 0o600 });
  return aside;
}

function readHolder(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isRunning(pid: number, holder: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (!hasCode(error, 'EPERM')) return false;
  }
  return describeHolder(pid) === holder;
}

/** Process id, start time, boot, process namespace, machine. */
export function describeHolder(pid: number): string {
  return [pid, startTimeOf(pid), bootId(), processNamespace(), machineId()].join(' ');
}

/** Where the system has no such thing; then the process id must do. */
const NONE = '-';

/** The process namespace of every Linux itself; the number is fixed in its kernel. */
const NO_CONTAINER = 'pid:[4026531836]';

// Field 22 of /proc/<pid>/stat; a pid that was given out again has another.
function startTimeOf(pid: number): string {
  return orNone(() => {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? NONE;
  });
}

function bootId(): string {
  return orNone(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
}

function machineId(): string {
  return orNone(() => readFileSync('/etc/machine-id', 'utf8').trim() || NONE);
}

function processNamespace(): string {
  return orNone(() => readlinkSync('/proc/self/ns/pid'));
}

function orNone(read: () => string): string {
  try {
    return read();
  } catch {
    return NONE;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
