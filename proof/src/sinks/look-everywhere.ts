import { setImmediate } from 'node:timers/promises';
import { BROWSER_SINKS, type VisitFindings } from '../browser/visit.ts';
import type { CanaryKind } from '../canaries/canary.ts';
import { ProofError } from '../proof-error.ts';
import type { Scanner } from '../scan/scanner.ts';
import type { RunningService } from '../service/running-service.ts';
import { changedFiles, unlinkedFiles } from './changed-files.ts';
import { readMemory } from './process-memory.ts';
import { everyProcess, type SeenProcess } from './processes.ts';

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
  ...BROWSER_SINKS,
] as const;
export type Sink = (typeof SINKS)[number];

/** What was found, and for each kind in what: the name of a file, the command line of a process. */
export type Found = ReadonlyMap<CanaryKind, ReadonlySet<string>>;

/** What was found in one place. */
export interface Looked {
  readonly sink: Sink;
  readonly found: Found;
  readonly bytes: number;
}

/** Something that is searched, and what names it. */
interface Piece {
  readonly of: string;
  readonly bytes: Buffer;
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
  const look = async (sink: Sink, pieces: Iterable<Piece>): Promise<void> => {
    looked.push(await lookInto(scanner, sink, pieces));
  };
  await look('memory-of-the-service', memoriesOf(own === undefined ? [] : [own]));
  await look('memory-of-its-other-processes', memoriesOf(others));
  if (places.withPostgresql) await look('memory-of-postgresql', memoriesOf(postgresql()));
  await look('log', named('log', [service.log()]));
  await look('metrics', named('metrics', answers.metrics));
  await look('error-bodies', named('error body', answers['error-bodies']));
  await look('results', named('result', answers.results));
  await look('everything-said', named('connection', service.said()));
  await look('files-without-a-name', unlinked(service.processes()));
  await look('files-of-the-service', filesBelow(dataFolder, places));
  await look('shared-memory', filesBelow('/dev/shm', places));
  await look('other-files-of-the-machine', otherFiles(places));
  if (packets !== undefined) await look('packets', named('packets', [packets]));
  return looked;
}

/** Looks into what a browser kept of an applicant's visit. */
export async function lookIntoBrowser(
  scanner: Scanner,
  { kept }: VisitFindings,
): Promise<readonly Looked[]> {
  const looked: Looked[] = [];
  for (const [sink, pieces] of kept) looked.push(await lookInto(scanner, sink, pieces));
  return looked;
}

/** Looks into the memory of the service while booths serve; those are left out, as they have to hold what they compare. */
export async function lookIntoService(scanner: Scanner, service: RunningService): Promise<Looked> {
  const [own] = service.processes();
  return lookInto(scanner, 'memory-of-the-service', memoriesOf(own === undefined ? [] : [own]));
}

async function lookInto(scanner: Scanner, sink: Sink, pieces: Iterable<Piece>): Promise<Looked> {
  const found = new Map<CanaryKind, Set<string>>();
  let bytes = 0;
  for (const piece of pieces) {
    bytes += piece.bytes.length;
    for (const kind of await scanner.scan(piece.bytes)) {
      found.set(kind, (found.get(kind) ?? new Set()).add(piece.of));
    }
    // The device of the attempt lives in this process: one that does not answer is taken for gone.
    await setImmediate();
  }
  return { sink, found, bytes };
}

function* named(of: string, pieces: readonly Buffer[]): Generator<Piece> {
  for (const bytes of pieces) yield { of, bytes };
}

function* memoriesOf(processes: readonly SeenProcess[]): Generator<Piece> {
  const sharedSeen = new Set<string>();
  for (const { pid, commandLine } of processes) {
    for (const bytes of readMemory(pid, sharedSeen)) yield { of: commandLine, bytes };
  }
}

function postgresql(): readonly SeenProcess[] {
  const found = everyProcess().filter(({ commandLine }) => POSTGRESQL.test(commandLine));
  if (found.length === 0) throw new ProofError('POSTGRESQL_UNAVAILABLE');
  return found;
}

function* unlinked(processes: readonly SeenProcess[]): Generator<Piece> {
  for (const { pid, commandLine } of processes) {
    for (const { bytes } of unlinkedFiles(pid)) yield { of: commandLine, bytes };
  }
}

function* filesBelow(folder: string, { sinceMs, leftOut }: Places): Generator<Piece> {
  for (const { file, bytes } of changedFiles(sinceMs, { leftOut, from: folder })) {
    if (file.startsWith(`${folder}/`)) yield { of: file, bytes };
  }
}

function* otherFiles({ sinceMs, leftOut, dataFolder }: Places): Generator<Piece> {
  const own = [...leftOut, dataFolder];
  for (const { file, bytes } of changedFiles(sinceMs, { leftOut: own, from: '/' })) {
    yield { of: file, bytes };
  }
}
