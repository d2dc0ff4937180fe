import { writeFileSync } from 'node:fs';
import inspector from 'node:inspector';
import process from 'node:process';
import { ServerError } from '../server-error.ts';

/** Ways to start Node that let somebody look into its memory, or write parts of it down. */
const OPENING =
  /^--(?:inspect|debug|heapsnapshot|heap-prof|cpu-prof|report|experimental-report|trace-event|prof|abort-on-uncaught)/;
const CORE_DUMP_FILTER = '/proc/self/coredump_filter';

/**
 * Shuts what a runtime offers those who look for faults: its inspector, at the start and by signal, its diagnostic
 * reports, and the memory in its core dumps.
 *
 * Whoever is root, or the user of this process, can still read its memory through the system (`ptrace`, `/proc`): that is
 * shut by the system, if at all.
 *
 * @param asked - words and options that Node was started with
 * @throws {ServerError} `DEBUG_DOOR_OPEN` when Node was started in a way that opens one; `option` names it
 */
export function shutDebugDoors(asked: readonly string[]): void {
  const opening = asked.find((word) => OPENING.test(word));
  if (opening !== undefined || inspector.url() !== undefined) {
    throw new ServerError('DEBUG_DOOR_OPEN', { option: OPENING.exec(opening ?? '')?.[0] ?? '' });
  }
  // A signal that is listened to no longer starts the inspector.
  process.on('SIGUSR1', () => undefined);
  process.report.reportOnSignal = false;
  process.report.reportOnFatalError = false;
  process.report.reportOnUncaughtException = false;
  try {
    writeFileSync(CORE_DUMP_FILTER, '0');
  } catch {
    // Another system than Linux, or a /proc that cannot be written: `LimitCORE=0` of the unit is what remains.
  }
}
