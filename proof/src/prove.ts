import { SEALED_HAND_OVER_BYTES } from '@bonin/booth';
import { openEngine } from '@bonin/engine';
import { drawnPersonModel, openSimulatedPerson } from '@bonin/simulated-person';
import { startPostgresql } from '@bonin/storage/throwaway-postgresql';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { CANARY_KINDS, type CanaryKind } from './canaries/canary.ts';
import { ProofError } from './proof-error.ts';
import { makeCanaries, type PlantedPictures } from './canaries/made-canaries.ts';
import { readBoothCalls, type BoothCalls } from './doors/booth-calls.ts';
import { traceBooths } from './doors/trace-booths.ts';
import { openScanner, type Scanner } from './scan/scanner.ts';
import { visit, type VisitFindings } from './browser/visit.ts';
import { actAttempts, actUnderChallenge, ENDINGS, type Ending } from './service/act-attempt.ts';
import {
  startService,
  type RunningService,
  type ServiceSettings,
} from './service/running-service.ts';
import {
  lookEverywhere,
  lookIntoBrowser,
  lookIntoService,
  type Found,
  type Looked,
  type Sink,
} from './sinks/look-everywhere.ts';
import { capturePackets } from './sinks/packet-capture.ts';
import { hasSwap } from './sinks/swap.ts';

export interface ProofTerms {
  readonly attempts: number;
  /** Attempts that are made at the same time. */
  readonly sideBySide: number;
  readonly storages: readonly StorageKind[];
  readonly outFolder: string;
  /** A browser's program; without one, the browser is left out. */
  readonly chromium: string | undefined;
  /** Ends the proof early; all that it started is ended then. */
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, of: number, what: string) => void;
}

export const STORAGE_KINDS = ['embedded', 'postgresql'] as const;
export type StorageKind = (typeof STORAGE_KINDS)[number];

/** How an attempt ended; those under a challenge and those in a browser are counted by themselves. */
export type Counted = Ending | 'under-challenge' | 'in-a-browser';

/** Tracks of cameras that a page opened, and those of them that still ran when it was done. */
export type Cameras = VisitFindings['tracks'];

/** What one run with one kind of storage came to. */
export interface RunFindings {
  readonly storage: StorageKind;
  readonly endings: ReadonlyMap<Counted, number>;
  readonly looked: readonly Looked[];
  /** Looks into the service's memory while a booth served. */
  readonly during: number;
  readonly foundDuring: Found;
  /** What a booth asked the system for during an attempt; `undefined` where that could not be watched. */
  readonly calls: BoothCalls | undefined;
  /** `undefined` where there is no browser. */
  readonly cameras: Cameras | undefined;
  readonly controls: ControlFindings;
}

/** What came of the build that leaks on purpose. */
export interface ControlFindings {
  /** What it put in each place, and whether it was found. */
  readonly planted: readonly Control[];
  readonly calls: BoothCalls | undefined;
  readonly cameras: Cameras | undefined;
}

export interface Control {
  readonly sink: Sink;
  readonly kind: CanaryKind;
  readonly isFound: boolean;
}

export interface ProofFindings {
  readonly runs: readonly RunFindings[];
  readonly couldCapture: boolean;
  readonly hasSwap: boolean;
  readonly lastedMs: number;
}

const ROOT = path.join(import.meta.dirname, '../..');
/** A look into a running service's memory takes seconds: at each ending once, then now and then. */
const DURING_EVERY = 50;
/** What was leaked is on its way through pipes and connections for a moment. */
const LEAK_SETTLES_MS = 1_000;
/** A page draws what it takes anew: of what was planted, only how the picture looks comes through. */
const BROWSER_KINDS: readonly CanaryKind[] = ['picture'];
/** The policy in force without a challenge: an attempt takes one second instead of ten, and all else is the same. */
const QUICK_POLICY = 'quick-policy.json';
const QUICK_POLICY_ID = 'without-challenge';

/**
 * Plants canaries into attempts of every ending and looks for them everywhere.
 *
 * @throws {ProofError} when it could not be made; `INTERRUPTED` when it was ended early
 */
export async function prove(terms: ProofTerms): Promise<ProofFindings> {
  const began = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), 'bonin-proof-'));
  try {
    const planted = await plantedPictures();
    const policyFile = writeQuickPolicy(folder);
    const runs: RunFindings[] = [];
    let couldCapture = true;
    for (const storage of terms.storages) {
      const run = { ...terms, folder, policyFile, storage, planted };
      const leaked = await onDatabase(run, (one) => runControls(run, one));
      const leakedByPage = await onDatabase(run, (one) => runBrowserControls(run, one));
      const controls: ControlFindings = {
        ...leaked,
        ...leakedByPage,
        planted: [...leaked.planted, ...leakedByPage.planted],
      };
      const { couldCapture: captured, ...findings } = await onDatabase(run, (one) =>
        runAttempts(run, one),
      );
      couldCapture &&= captured;
      runs.push({ ...findings, storage, controls });
    }
    return { runs, couldCapture, hasSwap: hasSwap(), lastedMs: performance.now() - began };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Run extends ProofTerms {
  readonly folder: string;
  readonly policyFile: string;
  readonly storage: StorageKind;
  readonly planted: PlantedPictures;
}

async function plantedPictures(): Promise<PlantedPictures> {
  await using engine = await openEngine({
    manifestFile: path.join(ROOT, 'models/manifest.json'),
    modelFolder: path.join(ROOT, 'models/files'),
  });
  return await makeCanaries(engine);
}

function writeQuickPolicy(folder: string): string {
  const shipped = JSON.parse(readFileSync(SHIPPED_POLICY, 'utf8')) as Record<string, unknown>;
  // Memory is searched in the middle of an attempt, which on a busy machine takes longer than an applicant has.
  const attempts = { ...(shipped['attempts'] as object), captureTimeLimit: CAPTURE_LIMIT_MS };
  const quick = { ...shipped, id: QUICK_POLICY_ID, attempts, challenges: undefined };
  const file = path.join(folder, QUICK_POLICY);
  // Another document: one that changed under the same name would stop the service.
  writeFileSync(file, JSON.stringify(quick));
  return file;
}

/** Less than a booth may serve. */
const CAPTURE_LIMIT_MS = 170_000;

const SHIPPED_POLICY = path.join(ROOT, 'policies/default.json');

/** Where a service keeps its data: in its own folder when nothing is named. */
type Database = Pick<ServiceSettings, 'databaseUrl'>;

/** Each on a server of its own: what the leaky build wrote must not be found again in the run that counts. */
async function onDatabase<Found>(
  { storage }: Run,
  act: (database: Database) => Promise<Found>,
): Promise<Found> {
  if (storage === 'embedded') return act({});
  const { url, drop } = await startPostgresql();
  try {
    return await act({ databaseUrl: url });
  } finally {
    await drop();
  }
}

/** The leaky build: everything that it leaks must be found in every place. */
async function runControls(
  run: Run,
  database: Database,
): Promise<Pick<ControlFindings, 'planted' | 'calls'>> {
  const { planted, folder, policyFile, storage, onProgress } = run;
  onProgress(0, 1, `control, ${storage}`);
  const sinceMs = Date.now();
  const dataFolder = makeFolder(folder, `leaky-${storage}`);
  const scanner = stoppedBy(run.signal, openScanner(planted.canaries));
  const capture = await capturePackets(path.join(folder, 'control.pcap'));
  await using service = await startService({
    ...database,
    dataFolder,
    policyFile,
    leaky: {},
  });
  using atEnd = new DisposableStack();
  atEnd.defer(() => removeLeaked(service.pid));
  const calls = await watchBooths(service, folder, async () => {
    await actAttempts(service, 'confirmed', [picturesOf(planted, 0)]);
  });
  await service.leaked();
  await new Promise((resolve) => setTimeout(resolve, LEAK_SETTLES_MS));
  const answers = await askForAnswers(service);
  const looked = await lookEverywhere(scanner, {
    service,
    dataFolder,
    sinceMs,
    leftOut: [path.join(folder, 'control.pcap'), run.outFolder],
    answers,
    packets: await capture?.end(),
    withPostgresql: storage === 'postgresql',
  });
  rmSync(dataFolder, { recursive: true, force: true });
  return { planted: controlsOf(looked, CANARY_KINDS), calls };
}

/** The page that keeps everything, served by the real service: the leaky one puts words behind what a page asks for. */
async function runBrowserControls(
  run: Run,
  database: Database,
): Promise<Pick<ControlFindings, 'planted' | 'cameras'>> {
  const { planted, folder, policyFile, storage } = run;
  const dataFolder = makeFolder(folder, `leaky-page-${storage}`);
  await using service = await startService({ ...database, dataFolder, policyFile });
  const visited = await visitByBrowser(run, service, true);
  if (visited === undefined) return { planted: [], cameras: undefined };
  const scanner = stoppedBy(run.signal, openScanner(planted.canaries));
  const looked = await lookIntoBrowser(scanner, visited);
  return { planted: controlsOf(looked, BROWSER_KINDS), cameras: visited.tracks };
}

function controlsOf(looked: readonly Looked[], kinds: readonly CanaryKind[]): readonly Control[] {
  return looked.flatMap(({ sink, found }) =>
    kinds.map((kind) => ({ sink, kind, isFound: found.has(kind) })),
  );
}

/** An applicant's whole way in a browser, with the same pictures. */
async function visitByBrowser(
  run: Run,
  service: RunningService,
  isLeaky: boolean,
): Promise<VisitFindings | undefined> {
  const { chromium } = run;
  if (chromium === undefined) return undefined;
  const { captureLink } = await service.open();
  return visit({
    chromium,
    captureLink,
    pictures: picturesOf(run.planted, run.attempts + 3),
    folder: browserFolder(run),
    isLeaky,
  });
}

/** Left out of the search for files: the clip before the camera lies in it, and its profile is searched by itself. */
function browserFolder({ folder }: Run): string {
  return path.join(folder, 'browser');
}

function throwIfEnded(signal: AbortSignal): void {
  if (signal.aborted) throw new ProofError('INTERRUPTED');
}

/** A search takes minutes; it ends with the proof. */
function stoppedBy(signal: AbortSignal, scanner: Scanner): Scanner {
  return {
    async scan(bytes) {
      throwIfEnded(signal);
      return scanner.scan(bytes);
    },
  };
}

/** What the leaky build kept outside its own folder. */
function removeLeaked(pid: number): void {
  for (const folder of [tmpdir(), '/dev/shm']) {
    for (const file of globSync(`bonin-kept-${String(pid)}*`, { cwd: folder })) {
      rmSync(path.join(folder, file), { force: true });
    }
  }
}

/** What the booths that wait, of which one serves, ask the system for meanwhile. */
async function watchBooths(
  service: RunningService,
  folder: string,
  act: () => Promise<void>,
): Promise<BoothCalls | undefined> {
  const pids = await boothsThatWait(service);
  const trace = await traceBooths(pids, path.join(folder, 'booth-calls'));
  await act();
  return trace === undefined
    ? undefined
    : readBoothCalls(await trace.end(), (pids.length / 2) * SEALED_HAND_OVER_BYTES);
}

/** Both booths of each pair, once the system has confined them all: what does that starts the program of the booth last. */
async function boothsThatWait(service: RunningService): Promise<readonly number[]> {
  const until = performance.now() + BOOTHS_WAIT_WITHIN_MS;
  for (;;) {
    const booths = service.booths();
    const confined = booths.filter(({ commandLine }) =>
      commandLine.startsWith(`${process.execPath} `),
    );
    const matchers = confined.filter(({ commandLine }) => commandLine.includes(MATCHER)).length;
    if (matchers > 0 && 2 * matchers === confined.length) return confined.map(({ pid }) => pid);
    if (performance.now() > until) throw new ProofError('SERVICE_UNUSABLE', { step: 'booths' });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const BOOTHS_WAIT_WITHIN_MS = 30_000;
const MATCHER = 'matcher.mjs';

type AttemptsFindings = Omit<RunFindings, 'storage' | 'controls'> & {
  readonly couldCapture: boolean;
};

async function runAttempts(run: Run, database: Database): Promise<AttemptsFindings> {
  const { planted, folder, policyFile, storage, attempts, sideBySide, onProgress } = run;
  const sinceMs = Date.now();
  const dataFolder = makeFolder(folder, storage);
  const scanner = stoppedBy(run.signal, openScanner(planted.canaries));
  const captureFile = path.join(folder, `${storage}.pcap`);
  const capture = await capturePackets(captureFile);
  const endings = new Map<Counted, number>();
  const count = (ending: Counted, times = 1): void => {
    endings.set(ending, (endings.get(ending) ?? 0) + times);
  };
  const foundDuring = new Map<CanaryKind, ReadonlySet<string>>();
  let during = 0;
  let visited: VisitFindings | undefined;
  let looked: readonly Looked[];
  let calls: BoothCalls | undefined;
  {
    await using service = await startService({ ...database, dataFolder, policyFile });
    calls = await watchBooths(service, folder, async () => {
      await actAttempts(service, 'confirmed', [picturesOf(planted, attempts + 2)]);
      count('confirmed');
    });
    const midway = async (): Promise<void> => {
      const { found } = await lookIntoService(scanner, service);
      during += 1;
      for (const [kind, places] of found) foundDuring.set(kind, places);
    };
    let made = 0;
    for (let round = 0; made < attempts; round += 1) {
      throwIfEnded(run.signal);
      const ending = ENDINGS[round % ENDINGS.length] ?? 'confirmed';
      const beside = Math.min(sideBySide, attempts - made);
      const looksIn = round < ENDINGS.length || round % DURING_EVERY === 0;
      await actAttempts(
        service,
        ending,
        Array.from({ length: beside }, (_, lane) => picturesOf(planted, made + lane + 1, ending)),
        looksIn ? { midway } : {},
      );
      count(ending, beside);
      made += beside;
      onProgress(made, attempts, storage);
    }
    visited = await visitByBrowser(run, service, false);
    if (visited !== undefined) count('in-a-browser');
    looked = await lookEverywhere(scanner, {
      service,
      dataFolder,
      sinceMs,
      leftOut: [captureFile, browserFolder(run), run.outFolder],
      answers: await askForAnswers(service),
      packets: await capture?.end(),
      withPostgresql: storage === 'postgresql',
    });
  }
  // Once more with the shipped policy: the service that asks for a challenge is another way through the same doors.
  const challenged = await runUnderChallenge(run, { ...database, dataFolder }, scanner);
  count('under-challenge');
  const inBrowser = visited === undefined ? [] : await lookIntoBrowser(scanner, visited);
  return {
    endings,
    looked: [...looked, ...challenged, ...inBrowser],
    during,
    foundDuring,
    calls,
    cameras: visited?.tracks,
    couldCapture: capture !== undefined,
  };
}

async function runUnderChallenge(
  run: Run,
  { dataFolder, ...database }: Omit<ServiceSettings, 'policyFile'>,
  scanner: Scanner,
): Promise<readonly Looked[]> {
  const { planted } = run;
  const sinceMs = Date.now();
  await using service = await startService({
    ...database,
    dataFolder,
    policyFile: SHIPPED_POLICY,
  });
  await actUnderChallenge(
    service,
    planted.cardOf(run.attempts + 1),
    openSimulatedPerson(drawnPersonModel(), { seed: 1 }),
    (jpeg) => planted.plant(jpeg, run.attempts + 1),
  );
  return await lookEverywhere(scanner, {
    service,
    dataFolder,
    sinceMs,
    leftOut: [run.outFolder],
    answers: await askForAnswers(service),
    packets: undefined,
    withPostgresql: run.storage === 'postgresql',
  });
}

function picturesOf(planted: PlantedPictures, attempt: number, ending: Ending = 'confirmed') {
  const frame = ending === 'not-confirmed' ? planted.otherOf : planted.frameOf;
  return { card: planted.cardOf(attempt), nextFrame: () => frame(attempt) };
}

/** What anybody and the mobile operator can ask the service for. */
async function askForAnswers(service: RunningService) {
  const metrics = [await service.ask('/metrics')];
  const errors = [
    await service.ask('/v1/registrations/unknown'),
    await service.ask('/v1/registrations', { withKey: false }),
    await service.ask('/nowhere'),
  ];
  const results = await Promise.all(
    service.registrations().map((id) => service.ask(`/v1/registrations/${id}`)),
  );
  return { metrics, 'error-bodies': errors, results };
}

function makeFolder(folder: string, name: string): string {
  const made = path.join(folder, name);
  mkdirSync(made, { mode: 0o700 });
  return made;
}
