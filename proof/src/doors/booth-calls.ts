/**
 * What a booth asks the system for, as `strace` writes it down.
 *
 * The lines are those of `strace -f -yy`: a thread, a call, its arguments with what stands behind each descriptor, and what came
 * of it.
 */

/** What a booth may not do, whether or not the system let it. */
export type ForbiddenCall = 'writable-open' | 'socket' | 'other-write' | 'program' | 'child';

export interface BoothCalls {
  /** Calls that were looked at. */
  readonly seen: number;
  /** Bytes that went to the pipe at which the service listens. */
  readonly told: number;
  readonly forbidden: ReadonlyMap<ForbiddenCall, number>;
}

/** The pipe at which the service listens. */
const EGRESS = 1;
const LINE = /^(?:\d+\s+)?(\w+)\((.*)$/;
const DESCRIPTOR = /^(\d+)(?:<([^>]*(?:>[^,)]*)?)>)?/;
const WRITABLE = /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND/;
const OPENING = new Set(['open', 'openat', 'openat2', 'creat']);
const WRITING = new Set([
  'write',
  'writev',
  'pwrite64',
  'pwritev',
  'pwritev2',
  'sendfile',
  'splice',
  'vmsplice',
  'tee',
  'copy_file_range',
  'sendto',
  'sendmsg',
  'sendmmsg',
]);
const SOCKETS = new Set(['socket', 'socketpair', 'connect', 'bind', 'listen', 'accept', 'accept4']);
const PROGRAMS = new Set(['execve', 'execveat']);
const CHILDREN = new Set(['fork', 'vfork']);
/** By which threads of one process wake one another; eight bytes, and nobody else can read them. */
const WAKING = /^anon_inode:\[eventfd\]|^\[eventfd\]|^anon_inode:\[eventpoll\]/;

/** Names of all calls that have to be watched. */
export const WATCHED_CALLS: readonly string[] = [
  ...OPENING,
  ...WRITING,
  ...SOCKETS,
  ...PROGRAMS,
  ...CHILDREN,
  'clone',
  'clone3',
];

/** Reads what `strace` wrote of booths. */
export function readBoothCalls(trace: string): BoothCalls {
  const forbidden = new Map<ForbiddenCall, number>();
  const count = (kind: ForbiddenCall): void => {
    forbidden.set(kind, (forbidden.get(kind) ?? 0) + 1);
  };
  let seen = 0;
  let told = 0;
  for (const line of trace.split('\n')) {
    const [, call = '', rest = ''] = LINE.exec(line) ?? [];
    if (call === '') continue;
    seen += 1;
    if (OPENING.has(call)) {
      if (call === 'creat' || WRITABLE.test(rest)) count('writable-open');
    } else if (SOCKETS.has(call)) count('socket');
    else if (PROGRAMS.has(call)) count('program');
    else if (CHILDREN.has(call)) count('child');
    else if (call === 'clone' || call === 'clone3') {
      if (!rest.includes('CLONE_THREAD')) count('child');
    } else if (WRITING.has(call)) {
      const [, number = '', behind = ''] = DESCRIPTOR.exec(rest) ?? [];
      if (WAKING.test(behind)) continue;
      if (Number(number) === EGRESS && (call === 'write' || call === 'writev')) {
        told += writtenBytes(rest);
      } else count('other-write');
    }
  }
  return { seen, told, forbidden };
}

/** As asked for: what came of a call that another thread interrupted stands in a later line. */
function writtenBytes(rest: string): number {
  const parts = [...rest.matchAll(/iov_len=(\d+)/g)].map(([, length]) => Number(length));
  if (parts.length > 0) return parts.reduce((sum, one) => sum + one, 0);
  const [, length = '0'] = /,\s*(\d+)(?:\)\s+=|\s+<unfinished)/.exec(rest) ?? [];
  return Number(length);
}
