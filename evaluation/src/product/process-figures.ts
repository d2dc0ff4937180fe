import { readFileSync } from 'node:fs';

/** What the system says of one process; Linux only. */
export interface ProcessFigures {
  readonly cpuMs: number;
  /** Of children that have ended and were waited for, their own such children included. */
  readonly endedChildrenCpuMs: number;
  readonly residentBytes: number;
}

/** Ticks of the clock in which Linux counts processor time; the same on every platform that Node runs on. */
const TICK_MS = 10;

export function figuresOf(pid: number): ProcessFigures | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything; the fields after it are fixed.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    if (resident === undefined) return undefined;
    return {
      cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
      endedChildrenCpuMs: (Number(fields[13]) + Number(fields[14])) * TICK_MS,
      residentBytes: Number(resident) * 1024,
    };
  } catch {
    // The process is gone, or this system has no such files.
    return undefined;
  }
}
