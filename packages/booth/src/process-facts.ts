import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';

/** What a process has used so far, as the kernel counts it. */
export interface ProcessUsage {
  readonly cpuMs: number;
  readonly residentBytes: number;
  readonly peakResidentBytes: number;
}

/** How a process is confined, as the kernel sees it. */
export interface ProcessConfinement {
  readonly networkNamespace: string | undefined;
  readonly mountNamespace: string | undefined;
  /** Whether every mount that a path can lead to is read-only. */
  readonly mountsAreReadOnly: boolean;
  readonly noNewPrivileges: boolean;
  /** Whether no capability is in force, nor can be had by executing anything. */
  readonly noCapabilities: boolean;
  readonly coreFileIsZero: boolean;
  readonly fileSizeIsZero: boolean;
  readonly coreDumpFilterIsZero: boolean;
}

/** Linux counts processor time for user space in hundredths of a second (USER_HZ). */
const TICK_MS = 10;
const USER_TICKS_FIELD = 11;
const SYSTEM_TICKS_FIELD = 12;

/** `undefined` where there is no /proc, or no such process any more. */
export function usageOf(pid: number): ProcessUsage | undefined {
  const stat = readProc(pid, 'stat');
  const status = readProc(pid, 'status');
  if (stat === undefined || status === undefined) return undefined;
  // The second field is the program's name in parentheses, which may itself hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[USER_TICKS_FIELD]) + Number(fields[SYSTEM_TICKS_FIELD]);
  const residentBytes = kilobytes(status, 'VmRSS');
  const peakResidentBytes = kilobytes(status, 'VmHWM');
  if (Number.isNaN(ticks) || residentBytes === undefined || peakResidentBytes === undefined) {
    return undefined;
  }
  return { cpuMs: ticks * TICK_MS, residentBytes, peakResidentBytes };
}

export function confinementOf(pid: number | 'self'): ProcessConfinement | undefined {
  const limits = readProc(pid, 'limits');
  const status = readProc(pid, 'status');
  if (limits === undefined || status === undefined) return undefined;
  return {
    networkNamespace: readLink(pid, 'ns/net'),
    mountNamespace: readLink(pid, 'ns/mnt'),
    mountsAreReadOnly: areReadOnly(readProc(pid, 'mountinfo') ?? ''),
    noNewPrivileges: /^NoNewPrivs:\s+1$/m.test(status),
    noCapabilities: ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'].every((set) =>
      new RegExp(`^Cap${set}:\\s+0+$`, 'm').test(status),
    ),
    coreFileIsZero: /^Max core file size\s+0\s+0\s/m.test(limits),
    fileSizeIsZero: /^Max file size\s+0\s+0\s/m.test(limits),
    coreDumpFilterIsZero: /^0+\s*$/.test(readProc(pid, 'coredump_filter') ?? ''),
  };
}

/**
 * Sets the scheduling priority of all threads of a process; Linux keeps one for each.
 *
 * @returns whether the system allowed it
 */
export function setPriorityOfAllThreads(pid: number, priority: number): boolean {
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) setPriority(Number(thread), priority);
    return true;
  } catch {
    return false;
  }
}

/** The name of the program that a process runs by now; at most 15 characters of it. */
export function programOf(pid: number): string | undefined {
  return readProc(pid, 'comm')?.trim();
}

export function isAlive(pid: number): boolean {
  const stat = readProc(pid, 'stat');
  return stat !== undefined && !/\) [ZX] /.test(stat);
}

const MOUNT_POINT_FIELD = 4;
const MOUNT_OPTIONS_FIELD = 5;

/** Reads `/proc/<pid>/mountinfo`; a mount that lies under a later one is out of reach and does not count. */
export function areReadOnly(mountinfo: string): boolean {
  const mounts = mountinfo
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '))
    .map((fields) => ({
      point: `${fields[MOUNT_POINT_FIELD] ?? ''}/`.replace('//', '/'),
      isReadOnly: fields[MOUNT_OPTIONS_FIELD]?.split(',').includes('ro') === true,
    }));
  return (
    mounts.length > 0 &&
    mounts.every(
      ({ point, isReadOnly }, at) =>
        isReadOnly || mounts.slice(at + 1).some((later) => point.startsWith(later.point)),
    )
  );
}

function kilobytes(status: string, name: string): number | undefined {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status);
  return match?.[1] === undefined ? undefined : Number(match[1]) * 1024;
}

function readProc(pid: number | 'self', file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

function readLink(pid: number | 'self', file: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/${file}`);
  } catch {
    return undefined;
  }
}
