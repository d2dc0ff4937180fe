import { openSync, readSync, closeSync, readFileSync } from 'node:fs';
import { ProofError } from '../proof-error.ts';

const PAGE = 4096;
/** Pages that belong together are read in pieces of this size at most. */
const PIECE_BYTES = 32 * 1024 * 1024;
/** What lies over the end of a piece is in the next one as well. */
const OVERLAP_BYTES = 64 * 1024;
const EMPTY = Buffer.alloc(PAGE);
/** One number for each page of a process (proc(5), `pagemap`). */
const ENTRY_BYTES = 8;
const IN_MEMORY = 0x80;
const IN_SWAP = 0x40;

interface Region {
  readonly from: number;
  readonly to: number;
}

interface MappedRegion extends Region {
  /** What names it for every process that shares it; `undefined` when it is this process's alone. */
  readonly shared: string | undefined;
}

/**
 * Reads all that a process holds and could have written itself: heaps, stacks, anonymous and shared memory. What is mapped
 * from a file and cannot be written holds what the file holds. Pages that were never written are left out.
 *
 * Memory that processes share is read whole, as what one of them wrote and ended over is in no other's pages; and once:
 * what is in `sharedSeen` is left out, and what is read is added to it.
 *
 * Of a process that has ended, or is ending and has given its memory back, there is nothing to read.
 *
 * @throws {ProofError} `MEMORY_UNREADABLE` when the system does not allow it
 */
export function* readMemory(pid: number, sharedSeen: Set<string>): Generator<Buffer> {
  const handles: number[] = [];
  const open = (name: string): number => {
    const handle = openSync(`/proc/${String(pid)}/${name}`, 'r');
    handles.push(handle);
    return handle;
  };
  try {
    let memory: number;
    let pages: number;
    let regions: readonly MappedRegion[];
    try {
      regions = regionsOf(pid);
      memory = open('mem');
      pages = open('pagemap');
    } catch {
      if (!holdsMemory(pid)) return;
      throw new ProofError('MEMORY_UNREADABLE');
    }
    for (const region of regions) {
      const { shared } = region;
      if (shared !== undefined && sharedSeen.has(shared)) continue;
      if (shared !== undefined) sharedSeen.add(shared);
      const parts = shared === undefined ? usedParts(pages, region) : [region];
      for (const { from, to } of parts) {
        for (let at = from; at < to; at += PIECE_BYTES) {
          const end = Math.min(to, at + PIECE_BYTES + OVERLAP_BYTES);
          yield* withoutEmptyPages(readPiece(memory, at, end - at));
        }
      }
    }
  } finally {
    for (const handle of handles) closeSync(handle);
  }
}

/** Whether a process has any memory at all: one that is ending gives it back before it is gone. */
function holdsMemory(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${String(pid)}/statm`, 'latin1').startsWith('0 ');
  } catch {
    return false;
  }
}

/** The parts of a region that are in memory or in swap. */
function* usedParts(pages: number, { from, to }: Region): Generator<Region> {
  const count = (to - from) / PAGE;
  const entries = Buffer.alloc(ENTRY_BYTES * count);
  readSync(pages, entries, 0, entries.length, (ENTRY_BYTES * from) / PAGE);
  let began: number | undefined;
  for (let page = 0; page <= count; page += 1) {
    // The highest byte, on a machine that puts it last.
    const state = entries[ENTRY_BYTES * page + ENTRY_BYTES - 1] ?? 0;
    const isUsed = page < count && (state & (IN_MEMORY | IN_SWAP)) !== 0;
    if (isUsed) began ??= page;
    else if (began !== undefined) {
      yield { from: from + PAGE * began, to: from + PAGE * page };
      began = undefined;
    }
  }
}

function* withoutEmptyPages(read: Buffer): Generator<Buffer> {
  let began: number | undefined;
  for (let at = 0; at < read.length; at += PAGE) {
    const isEmpty = read.compare(EMPTY, 0, PAGE, at, at + PAGE) === 0;
    if (!isEmpty) began ??= at;
    else if (began !== undefined) {
      yield read.subarray(began, at);
      began = undefined;
    }
  }
  if (began !== undefined) yield read.subarray(began);
}

function regionsOf(pid: number): readonly MappedRegion[] {
  const lines = readFileSync(`/proc/${String(pid)}/maps`, 'latin1')
    .trimEnd()
    .split('\n');
  return lines.flatMap((line) => {
    const [range = '', mode = '', offset = '', device = '', inode = '0', name = ''] =
      line.split(/\s+/);
    const isReadable = mode.startsWith('r');
    const isOwn = mode[1] === 'w' || inode === '0';
    // The kernel's own pages, which nobody can read.
    if (!isReadable || !isOwn || name.startsWith('[vvar') || name === '[vsyscall]') return [];
    const [from = Number.NaN, to = Number.NaN] = range
      .split('-')
      .map((place) => parseInt(place, 16));
    const shared = mode[3] === 's' ? `${device} ${inode} ${offset}` : undefined;
    return [{ from, to, shared }];
  });
}

/** As much as can be read: a part may be gone since it was listed, and a process in the middle of its work changes. */
function readPiece(handle: number, from: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    let read = 0;
    try {
      read = readSync(handle, buffer, done, length - done, from + done);
    } catch {
      break;
    }
    if (read === 0) break;
    done += read;
  }
  return buffer.subarray(0, done);
}
