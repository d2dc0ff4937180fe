import { setImmediate } from 'node:timers/promises';
import type { CanaryKind } from '../canaries/canary.ts';
import { ProofError } from '../proof-error.ts';
import type { Scanner } from '../scan/scanner.ts';
import type { RunningService } from '../service/running-service.ts';
import { changedFiles, unlinkedFiles } from './changed-files.ts';
import { readMemory } from './process-memory.ts';
import { everyProcess, processTree, type SeenProcess } from './processes.ts';

/** Every place in which something could be kept. */
export const SINKS = [
  'memory-of-the-service',
  'memory-of-its-other-processes',
  'memory-of-postgresql',
  'files-of-the-service',
  'other-files-of-the-machine',
  'shared-memory',
  'files-without-a-name',
  'log',
  'metrics',
  'error-bodies',
  'results',
  'everything-said',
  'packets',
] as const;
export type Sink = (typeof SINKS)[number];

/** What was found in one place. */
export interface Looked {
  readonly sink: Sink;
  readonly found: ReadonlySet<CanaryKind>;
  readonly bytes: number;
}

export interface Places {
  readonly service: RunningService;
  readonly dataFolder: string;
  readonly sinceMs: number;
  /** Files of the proof itself. */
  readonly leftOut: readonly string[];
  /** Answers that were asked for, by what they are. */
  readonly answers: Readonly<Record<'metrics' | 'error-bodies' | 'results', readonly Buffer[]>>;
  readonly packets: Buffer | undefined;
  /** Whether this run keeps its data on a PostgreSQL server of this machine. */
  readonly withPostgresql: boolean;
}

/** The server itself, and each of its processes, which name themselves. */
const POSTGRESQL = /^(?:\S*\/postgres |postgres: )/;

/** Looks into every place that there is. Sinks that cannot be looked into on this machine are not in the answer. */
export async function lookEverywhere(scanner: Scanner, places: Places): Promise<readonly Looked[]> {
  const { service, dataFolder, answers, packets } = places;
  const [own, ...others] = service.processes();
  const looked: Looked[] = [];
  const look = async (sink: Sink, pieces: Iterable<Buffer>, isAligned = false): Promise<void> => {
    looked.push(await lookInto(scanner, sink, pieces, isAligned));
  };
  await look('memory-of-the-service', memoriesOf(own === undefined ? [] : [own]), true);
  await look('memory-of-its-other-processes', memoriesOf(others), true);
  if (places.withPostgresql) await look('memory-of-postgresql', memoriesOf(postgresql()), true);
  await look('log', [service.log()]);
  await look('metrics', answers.metrics);
  await look('error-bodies', answers['error-bodies']);
  await look('results', answers.results);
  await look('everything-said', service.said());
  await look('files-without-a-name', unlinked(service.processes()));
  await look('files-of-the-service', filesBelow(dataFolder, places));
  await look('shared-memory', filesBelow('/dev/shm', places));
  await look('other-files-of-the-machine', otherFiles(places));
  if (packets !== undefined) await look('packets', [packets]);
  return looked;
}

/** Looks into the memory of the service while booths serve; those are left out, as they have to hold what they compare. */
export async function lookIntoService(scanner: Scanner, service: RunningService): Promise<Looked> {
  const [own] = service.processes();
  return lookInto(
    scanner,
    'memory-of-the-service',
    memoriesOf(own === undefined ? [] : [own]),
    true,
  );
}

async function lookInto(
  scanner: Scanner,
  sink: Sink,
  pieces: Iterable<Buffer>,
  isAligned: boolean,
): Promise<Looked> {
  const found = new Set<CanaryKind>();
  let bytes = 0;
  for (const piece of pieces) {
    bytes += piece.length;
    for (const kind of await scanner.scan(piece, { isAligned })) found.add(kind);
    // The device of the attempt lives in this process: one that does not answer is taken for gone.
    await setImmediate();
  }
  return { sink, found, bytes };
}

function* memoriesOf(processes: readonly SeenProcess[]): Generator<Buffer> {
  const sharedSeen = new Set<string>();
  for (const { pid } of processes) {
    try {
      yield* readMemory(pid, sharedSeen);
    } catch (error) {
      // One that ended meanwhile keeps nothing.
      if (processTree(pid).length > 0) throw error;
    }
  }
}

function postgresql(): readonly SeenProcess[] {
  const found = everyProcess().filter(({ commandLine }) => POSTGRESQL.test(commandLine));
  if (found.length === 0) throw new ProofError('POSTGRESQL_UNAVAILABLE');
  return found;
}

function* unlinked(processes: readonly SeenProcess[]): Generator<Buffer> {
  for (const { pid } of processes) for (const { bytes } of unlinkedFiles(pid)) yield bytes;
}

function* filesBelow(folder: string, { sinceMs, leftOut }: Places): Generator<Buffer> {
  for (const { file, bytes } of changedFiles(sinceMs, { leftOut, from: folder })) {
    if (file.startsWith(`${folder}/`)) yield bytes;
  }
}

function* otherFiles({ sinceMs, leftOut, dataFolder }: Places): Generator<Buffer> {
  const own = [...leftOut, dataFolder];
  for (const { bytes } of changedFiles(sinceMs, { leftOut: own, from: '/' })) yield bytes;
}
