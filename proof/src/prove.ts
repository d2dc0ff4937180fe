import { openEngine } from '@bonin/engine';
import { drawnPersonModel, openSimulatedPerson } from '@bonin/simulated-person';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { VisitFindings } from './browser/visit.ts';
import type { CanaryKind } from './canaries/canary.ts';
import { makeCanaries, type PlantedPictures } from './canaries/made-canaries.ts';
import { runControls } from './controls/run-controls.ts';
import type { BoothCalls } from './doors/booth-calls.ts';
import { watchBooths } from './doors/watch-booths.ts';
import type { Counted, ProofFindings, RunFindings } from './findings.ts';
import {
  askForAnswers,
  browserFolder,
  makeFolder,
  onDatabase,
  picturesOf,
  stoppedBy,
  throwIfEnded,
  visitByBrowser,
  type Database,
  type ProofTerms,
  type Run,
} from './run.ts';
import { openScanner, type Scanner } from './scan/scanner.ts';
import {
  actAttempts,
  actUnderChallenge,
  actUntilTimeIsOver,
  ENDINGS,
} from './service/act-attempt.ts';
import {
  startService,
  type RunningService,
  type ServiceSettings,
} from './service/running-service.ts';
import {
  lookEverywhere,
  lookIntoBrowser,
  lookIntoService,
  type Looked,
} from './sinks/look-everywhere.ts';
import { capturePackets } from './sinks/packet-capture.ts';
import { hasSwap } from './sinks/swap.ts';

const ROOT = path.join(import.meta.dirname, '../..');
/** A look into a running service's memory takes seconds: at each ending once, then now and then. */
const DURING_EVERY = 50;
/** Without a challenge an attempt takes one second instead of ten, and all else is the same. */
const QUICK_POLICY_ID = 'without-challenge';
/**
 * Less than a booth may serve. Memory is searched in the middle of an attempt, which on a busy machine takes longer than an
 * applicant has.
 */
const CAPTURE_LIMIT_MS = 170_000;
/** So that time is over soon. */
const BRIEF_POLICY_ID = 'brief';
const BRIEF_LIMIT_MS = 8_000;

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
    const policyFile = writePolicy(folder, QUICK_POLICY_ID, CAPTURE_LIMIT_MS);
    const runs: RunFindings[] = [];
    let couldCapture = true;
    for (const storage of terms.storages) {
      const run = { ...terms, folder, policyFile, storage, planted };
      const controls = await runControls(run);
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

async function plantedPictures(): Promise<PlantedPictures> {
  await using engine = await openEngine({
    manifestFile: path.join(ROOT, 'models/manifest.json'),
    modelFolder: path.join(ROOT, 'models/files'),
  });
  return await makeCanaries(engine);
}

/** The policy in force without a challenge, and with another limit of time; under a name of its own, as a policy does not change. */
function writePolicy(folder: string, id: string, captureTimeLimit: number): string {
  const shipped = JSON.parse(readFileSync(SHIPPED_POLICY, 'utf8')) as Record<string, unknown>;
  const attempts = { ...(shipped['attempts'] as object), captureTimeLimit };
  const file = path.join(folder, `${id}.json`);
  writeFileSync(file, JSON.stringify({ ...shipped, id, attempts, challenges: undefined }));
  return file;
}

const SHIPPED_POLICY = path.join(ROOT, 'policies/default.json');

type AttemptsFindings = Omit<RunFindings, 'storage' | 'controls'> & {
  readonly couldCapture: boolean;
};

async function runAttempts(run: Run, database: Database): Promise<AttemptsFindings> {
  const { planted, folder, policyFile, storage, attempts, sideBySide, onProgress } = run;
  const sinceMs = Date.now();
  const dataFolder = makeFolder(folder, storage);
  const scanner = stoppedBy(run.signal, openScanner(planted.canaries));
  const captureFile = path.join(folder, `${storage}.pcap`);
  using capture = await capturePackets(captureFile);
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
  const again = { ...run, ...database, dataFolder };
  // The service that asks for a challenge is another way through the same doors.
  const challenged = await runOnceMore(again, SHIPPED_POLICY, scanner, (service) =>
    actUnderChallenge(
      service,
      planted.cardOf(attempts + 1),
      openSimulatedPerson(drawnPersonModel(), { seed: 1 }),
      (jpeg) => planted.plant(jpeg, attempts + 1),
    ),
  );
  count('under-challenge');
  const brief = writePolicy(folder, BRIEF_POLICY_ID, BRIEF_LIMIT_MS);
  const timedOut = await runOnceMore(again, brief, scanner, (service) =>
    actUntilTimeIsOver(service, picturesOf(planted, attempts + 4)),
  );
  count('timed-out');
  const inBrowser = visited === undefined ? [] : await lookIntoBrowser(scanner, visited);
  return {
    endings,
    looked: [...looked, ...challenged, ...timedOut, ...inBrowser],
    during,
    foundDuring,
    calls,
    cameras: visited?.tracks,
    couldCapture: capture !== undefined,
  };
}

/** Makes one attempt at a service with another policy, on the data that there is, and looks everywhere again. */
async function runOnceMore(
  run: Run & Pick<ServiceSettings, 'dataFolder' | 'databaseUrl'>,
  policyFile: string,
  scanner: Scanner,
  act: (service: RunningService) => Promise<unknown>,
): Promise<readonly Looked[]> {
  const { dataFolder, databaseUrl } = run;
  const sinceMs = Date.now();
  await using service = await startService({
    dataFolder,
    policyFile,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  await act(service);
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
