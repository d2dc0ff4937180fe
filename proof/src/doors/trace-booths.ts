import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { WATCHED_CALLS } from './booth-calls.ts';

const PROGRAM = '/usr/bin/strace';
const ATTACHED_WITHIN_MS = 10_000;

export interface Trace {
  /** Ends the watch, if the booths have not ended before; what they asked the system for, line by line. */
  end(): Promise<string>;
}

/**
 * Watches what booths ask the system for from now on, where this machine has `strace` and lets it.
 *
 * @returns `undefined` when it cannot be done here
 */
export async function traceBooths(
  pids: readonly number[],
  file: string,
): Promise<Trace | undefined> {
  if (!existsSync(PROGRAM)) return undefined;
  const child = spawn(
    PROGRAM,
    [
      '-f',
      '-yy',
      '-e',
      `trace=${WATCHED_CALLS.map((call) => `?${call}`).join(',')}`,
      '-o',
      file,
      ...pids.flatMap((pid) => ['-p', String(pid)]),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const attached = Promise.withResolvers<boolean>();
  let said = '';
  child.stderr.on('data', (piece: Buffer) => {
    said += piece.toString('latin1');
    // It says so of each, and of each of its threads.
    if (pids.every((pid) => said.includes(`Process ${String(pid)} attached`)))
      attached.resolve(true);
  });
  child.once('exit', () => attached.resolve(false));
  child.once('error', () => attached.resolve(false));
  const timer = setTimeout(() => attached.resolve(false), ATTACHED_WITHIN_MS);
  const isAttached = await attached.promise;
  clearTimeout(timer);
  if (!isAttached) {
    child.kill('SIGKILL');
    return undefined;
  }
  return {
    async end() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGINT');
        await ended;
      }
      const trace = readFileSync(file, 'latin1');
      rmSync(file, { force: true });
      return trace;
    },
  };
}
