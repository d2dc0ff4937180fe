/**
 * What a booth asks the system for, as `strace` writes it down.
 *
 * The lines are those of `strace -f -yy`: a thread, a call, its arguments with what stands behind each descriptor, and what came
 * of it.
 */

/** What a booth may not do, whether or not the system let it. */
export type ForbiddenCall =
  'writable-open' | 'socket' | 'other-write' | 'other-way' | 'program' | 'child';

export interface BoothCalls {
  /** Calls that were looked at. */
  readonly seen: number;
  /** Bytes that went to the pipe at which the service listens. */
  readonly told: number;
  /** Bytes that went from readers to their matchers, as far as the system took them. */
  readonly handedOver: number;
  /** Times a booth asked by a queue (`io_uring`), in which nobody can look; a unit that denies it leaves none. */
  readonly queued: number;
  readonly forbidden: ReadonlyMap<ForbiddenCall, number>;
}

/** The pipe at which the service listens. */
const EGRESS = 1;
/** The way from a reader to its matcher. */
const HAND_OVER = 3;
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
/** Ways round all of these, which leave bytes or names with the system itself or with another process. */
const OTHER_WAYS = new Set([
  'process_vm_writev',
  'ptrace',
  'pidfd_getfd',
  'memfd_create',
  'shmget',
  'msgsnd',
  'mq_open',
  'add_key',
  'keyctl',
  'setxattr',
  'lsetxattr',
  'fsetxattr',
  'mkdir',
  'mkdirat',
  'mknod',
  'mknodat',
  'link',
  'linkat',
  'symlink',
  'symlinkat',
  'rename',
  'renameat',
  'renameat2',
]);
/** Calls that are put into a queue are not seen by themselves: only that there were some. */
const QUEUES = new Set(['io_uring_setup', 'io_uring_enter', 'io_uring_register']);
/** By which threads of one process wake one another; eight bytes, and nobody else can read them. */
const WAKING = /^anon_inode:\[eventfd\]|^\[eventfd\]|^anon_inode:\[eventpoll\]/;

/** Names of all calls that have to be watched. */
export const WATCHED_CALLS: readonly string[] = [
  ...OPENING,
  ...WRITING,
  ...SOCKETS,
  ...PROGRAMS,
  ...CHILDREN,
  ...OTHER_WAYS,
  ...QUEUES,
  'clone',
  'clone3',
];

/**
 * Reads what `strace` wrote of booths.
 *
 * @param handedOverMost - bytes that readers may hand over; with more, one of them wrote what it may not
 */
export function readBoothCalls(trace: string, handedOverMost: number): BoothCalls {
  const forbidden = new Map<ForbiddenCall, number>();
  const count = (kind: ForbiddenCall): void => {
    forbidden.set(kind, (forbidden.get(kind) ?? 0) + 1);
  };
  let seen = 0;
  let told = 0;
  let handedOver = 0;
  let queued = 0;
  for (const line of trace.split('\n')) {
    const [, call = '', rest = ''] = LINE.exec(line) ?? [];
    if (call === '') continue;
    seen += 1;
    if (OPENING.has(call)) {
      if (call === 'creat' || WRITABLE.test(rest)) count('writable-open');
    } else if (SOCKETS.has(call)) count('socket');
    else if (PROGRAMS.has(call)) count('program');
    else if (CHILDREN.has(call)) count('child');
    else if (OTHER_WAYS.has(call)) count('other-way');
    else if (QUEUES.has(call)) queued += 1;
    else if (call === 'clone' || call === 'clone3') {
      if (!rest.includes('CLONE_THREAD')) count('child');
    } else if (WRITING.has(call)) {
      const [, number = '', behind = ''] = DESCRIPTOR.exec(rest) ?? [];
      if (WAKING.test(behind)) continue;
      const isPlain = call === 'write' || call === 'writev';
      if (Number(number) === EGRESS && isPlain) told += writtenBytes(rest);
      else if (Number(number) === HAND_OVER && isPlain && behind.startsWith('UNIX')) {
        handedOver += takenBytes(rest);
      } else count('other-write');
    }
  }
  if (handedOver > handedOverMost) count('other-write');
  return { seen, told, handedOver, queued, forbidden };
}

/** What the system took of what was asked for; the rest is asked for again. */
function takenBytes(rest: string): number {
  return Number(/\s=\s(\d+)\s*$/.exec(rest)?.[1] ?? 0);
}

/** As asked for: what came of a call that another thread interrupted stands in a later line. */
function writtenBytes(rest: string): number {
  const parts = [...rest.matchAll(/iov_len=(\d+)/g)].map(([, length]) => Number(length));
  if (parts.length > 0) return parts.reduce((sum, one) => sum + one, 0);
  const [, length = '0'] = /,\s*(\d+)(?:\)\s+=|\s+<unfinished)/.exec(rest) ?? [];
  return Number(length);
}
