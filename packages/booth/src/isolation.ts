import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  launchConfined,
  launchUnder,
  NO_MEANS,
  wrapping,
  type HostMeans,
  type LaunchOptions,
} from './launch.ts';
import {
  confinementOf,
  isAlive,
  programOf,
  setPriorityOfAllThreads,
  usageOf,
  type ProcessConfinement,
} from './process-facts.ts';

/** Everything by which a booth is kept apart. */
export const ISOLATION_MEASURES = [
  'network-denied',
  'network-namespace',
  'mount-namespace',
  'user-namespaces-denied',
  'file-writes-denied',
  'file-size-zero',
  'file-reads-confined',
  'child-processes-denied',
  'workers-denied',
  'inspector-closed',
  'code-from-text-denied',
  'core-dump-size-zero',
  'core-dump-filter-zero',
  'no-new-privileges',
  'no-capabilities',
  'environment-empty',
  'dies-with-parent',
  'usage-watched',
] as const;

export type IsolationMeasure = (typeof ISOLATION_MEASURES)[number];

/** Those that the runtime takes by itself, on whatever machine. */
export const RUNTIME_MEASURES = [
  'network-denied',
  'file-writes-denied',
  'file-reads-confined',
  'child-processes-denied',
  'workers-denied',
  'inspector-closed',
  'code-from-text-denied',
  'environment-empty',
] as const satisfies readonly IsolationMeasure[];

/** For each measure whether it was seen to hold on this machine. */
export type IsolationReport = Readonly<Record<IsolationMeasure, 'applied' | 'unavailable'>>;

export interface Isolation {
  readonly report: IsolationReport;
  /** Whether a process that began at low priority can be brought back to the ordinary one. */
  readonly canRestorePriority: boolean;
}

/** The measures of a report that hold. */
export function appliedMeasures(report: IsolationReport): IsolationMeasure[] {
  return ISOLATION_MEASURES.filter((measure) => report[measure] === 'applied');
}

/** What booths on this machine are started with. */
export interface Confinement {
  readonly means: HostMeans;
  readonly hidden: readonly string[];
}

/**
 * Finds out how well the means isolate booths on this machine, by trying what they must not be able to do.
 *
 * Not verified: what native code could do that the host's means leave open; see docs/formats/booth-pipe.md.
 *
 * @param privateFolder - where the file lies that no booth may read: the caller's own folder, if it has one
 */
export async function probeIsolation(
  confinement: Confinement,
  privateFolder = tmpdir(),
): Promise<Isolation> {
  const folder = await mkdtemp(join(privateFolder, 'bonin-probe-'));
  // Written here, so that a probe that does not see it was kept from it and did not merely find nothing.
  await writeFile(join(folder, PRIVATE_FILE), 'private', { mode: 0o600 });
  const listener = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const [runtime, host, diesWithParent] = await Promise.all([
      observe(confinement, 'confined', folder, port),
      observe(confinement, 'host-means-only', folder, port),
      probeDeathSignal(confinement),
    ]);
    const report = reportOf(runtime, host, diesWithParent);
    return { report, canRestorePriority: runtime.priorityRestored };
  } finally {
    listener.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether a running booth is confined as the report of its machine says. */
export function isConfinedAs(report: IsolationReport, pid: number): boolean {
  const seen = kernelMeasures(confinementOf(pid));
  return Object.entries(seen).every(
    ([measure, holds]) => holds || report[measure as IsolationMeasure] === 'unavailable',
  );
}

/** `denied`: by the runtime, in the words it has for that. `failed`: for whatever other reason. */
type Deed = 'possible' | 'denied' | 'failed';

interface Observation {
  readonly deeds: Readonly<Record<string, Deed>>;
  readonly confinement: ProcessConfinement | undefined;
  readonly usageSeen: boolean;
  readonly priorityRestored: boolean;
}

const PROBE_FILE = fileURLToPath(new URL('./programs/isolation-probe.ts', import.meta.url));
const PROBE_CPU_MS = 10_000;
/** Generous, as a probe that is cut off on a busy machine would report measures as missing that are there. */
const PROBE_LIMIT_MS = 60_000;
const WITHIN_MS = 4_000;
/** Longer than both waits for it. */
const SURVIVES_S = '30';
const LOW_PRIORITY = 10;
const PRIVATE_FILE = 'private';

async function observe(
  confinement: Confinement,
  kind: 'confined' | 'host-means-only',
  folder: string,
  port: number,
): Promise<Observation> {
  const options: LaunchOptions = {
    ...confinement,
    cpuMs: PROBE_CPU_MS,
    niceness: LOW_PRIORITY,
    stderr: 'ignore',
  };
  const parameters = [folder, String(port), dirname(PROBE_FILE), ...confinement.hidden];
  const child =
    kind === 'confined'
      ? launchConfined({ file: PROBE_FILE, arguments: parameters, readable: [PROBE_FILE] }, options)
      : launchUnder(options, [process.execPath, '--no-warnings', PROBE_FILE, ...parameters]);
  const pid = child.pid ?? 0;
  const limit = setTimeout(() => child.kill('SIGKILL'), PROBE_LIMIT_MS);
  const exited = new Promise<undefined>((resolve) => {
    child.once('exit', () => {
      resolve(undefined);
    });
    child.once('error', () => {
      resolve(undefined);
    });
  });
  const line = await Promise.race([firstLine(child.stdout), exited]);
  const observation: Observation = {
    deeds: parseDeeds(line),
    confinement: confinementOf(pid),
    usageSeen: usageOf(pid) !== undefined,
    priorityRestored: setPriorityOfAllThreads(pid, 0),
  };
  child.kill('SIGKILL');
  await exited;
  clearTimeout(limit);
  return observation;
}

async function firstLine(
  stream: AsyncIterable<Uint8Array> | null | undefined,
): Promise<string | undefined> {
  let text = '';
  for await (const piece of stream ?? []) {
    text += Buffer.from(piece).toString('utf8');
    if (text.includes('\n')) return text;
  }
  return undefined;
}

/** A probe that said nothing proves nothing: of what is not listed nobody knows that it was impossible. */
function parseDeeds(line: string | undefined): Readonly<Record<string, Deed>> {
  try {
    const parsed: unknown = JSON.parse(line ?? '');
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, Deed>) : {};
  } catch {
    return {};
  }
}

function reportOf(
  runtime: Observation,
  host: Observation,
  diesWithParent: boolean,
): IsolationReport {
  const kernel = kernelMeasures(runtime.confinement);
  const holds: Record<IsolationMeasure, boolean> = {
    ...kernel,
    'network-denied': isDenied(runtime, 'open-socket'),
    'network-namespace': kernel['network-namespace'] && isImpossible(host, 'open-socket'),
    'mount-namespace':
      kernel['mount-namespace'] &&
      isImpossible(host, 'read-private') &&
      isImpossible(host, 'remove-private') &&
      isImpossible(host, 'make-folder'),
    'user-namespaces-denied': isImpossible(host, 'make-namespace'),
    'file-writes-denied': isDenied(runtime, 'write-file'),
    'file-size-zero': kernel['file-size-zero'] && isImpossible(host, 'write-file'),
    'file-reads-confined': isDenied(runtime, 'read-private'),
    'child-processes-denied': isDenied(runtime, 'start-child'),
    'workers-denied': isDenied(runtime, 'start-worker'),
    'inspector-closed': isDenied(runtime, 'open-inspector'),
    'code-from-text-denied': isDenied(runtime, 'evaluate-text'),
    'environment-empty': isImpossible(runtime, 'read-environment'),
    'dies-with-parent': diesWithParent,
    'usage-watched': runtime.usageSeen,
  };
  const states = ISOLATION_MEASURES.map((measure) => {
    return [measure, holds[measure] ? 'applied' : 'unavailable'];
  });
  return Object.fromEntries(states) as IsolationReport;
}

/** Whether the runtime said no; a deed that only happened to fail shows nothing of it. */
function isDenied({ deeds }: Observation, what: string): boolean {
  return deeds[what] === 'denied';
}

function isImpossible({ deeds }: Observation, what: string): boolean {
  const deed = deeds[what];
  return deed === 'denied' || deed === 'failed';
}

/** The measures that the kernel itself shows for a process. */
function kernelMeasures(seen: ProcessConfinement | undefined) {
  const own = confinementOf('self');
  return {
    'network-namespace': isAnother(seen?.networkNamespace, own?.networkNamespace),
    'mount-namespace':
      isAnother(seen?.mountNamespace, own?.mountNamespace) && seen?.mountsAreReadOnly === true,
    'file-size-zero': seen?.fileSizeIsZero ?? false,
    'core-dump-size-zero': seen?.coreFileIsZero ?? false,
    'core-dump-filter-zero': seen?.coreDumpFilterIsZero ?? false,
    'no-new-privileges': seen?.noNewPrivileges ?? false,
    'no-capabilities': seen?.noCapabilities ?? false,
  };
}

function isAnother(namespace: string | undefined, own: string | undefined): boolean {
  return namespace !== undefined && own !== undefined && namespace !== own;
}

/** Which means work here, each tried on top of those that worked, as not all go together everywhere. */
export async function probeMeans(hidden: readonly string[] = []): Promise<HostMeans> {
  let means = NO_MEANS;
  for (const name of Object.keys(NO_MEANS) as (keyof HostMeans)[]) {
    const more = { ...means, [name]: true };
    if (await runsUnder({ means: more, hidden })) means = more;
  }
  return means;
}

async function runsUnder(confinement: Confinement): Promise<boolean> {
  const child = launchUnder(
    { ...confinement, cpuMs: PROBE_CPU_MS, niceness: 0, stderr: 'ignore' },
    ['true'],
  );
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code === 0;
  } catch {
    return false;
  }
}

/** Starts a booth's wrapping from a process in between, kills that one, and looks for the survivor. */
async function probeDeathSignal(confinement: Confinement): Promise<boolean> {
  if (!confinement.means.deathSignal) return false;
  const wrapped = wrapping({ ...confinement, cpuMs: PROBE_CPU_MS, niceness: 0 });
  const script = '"$@" & echo $!; wait';
  const options: LaunchOptions = {
    means: NO_MEANS,
    hidden: [],
    cpuMs: 0,
    niceness: 0,
    stderr: 'ignore',
  };
  const between = launchUnder(options, [
    '/bin/sh',
    '-c',
    script,
    'sh',
    ...wrapped,
    'sleep',
    SURVIVES_S,
  ]);
  const survivor = Number(await firstLine(between.stdout));
  if (!Number.isInteger(survivor) || survivor <= 0) return false;
  // The wrapping has to have arrived at its last program, which is when the signal is set; a busy machine takes long.
  const hasArrived = await until(() => programOf(survivor) === 'sleep');
  const exited = once(between, 'exit');
  between.kill('SIGKILL');
  await exited;
  if (hasArrived && (await until(() => !isAlive(survivor)))) return true;
  if (isAlive(survivor)) process.kill(survivor, 'SIGKILL');
  return false;
}

/** Whether something came to be within some seconds: less than the survivor would live of itself. */
async function until(isSo: () => boolean): Promise<boolean> {
  const limit = performance.now() + WITHIN_MS;
  while (!isSo()) {
    if (performance.now() > limit) return false;
    await delay(25);
  }
  return true;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
