import { globSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CANARY_KINDS, type CanaryKind } from '../canaries/canary.ts';
import { watchBooths } from '../doors/watch-booths.ts';
import type { Control, ControlFindings } from '../findings.ts';
import {
  askForAnswers,
  makeFolder,
  onDatabase,
  picturesOf,
  stoppedBy,
  visitByBrowser,
  type Database,
  type Run,
} from '../run.ts';
import { openScanner } from '../scan/scanner.ts';
import { actAttempts } from '../service/act-attempt.ts';
import { startService } from '../service/running-service.ts';
import { lookEverywhere, lookIntoBrowser, type Looked } from '../sinks/look-everywhere.ts';
import { capturePackets } from '../sinks/packet-capture.ts';

/** What was leaked is on its way through pipes and connections for a moment. */
const LEAK_SETTLES_MS = 1_000;
/** A page draws what it takes anew: of what was planted, only how the picture looks comes through. */
const BROWSER_KINDS: readonly CanaryKind[] = ['picture'];

/** The build and the page that leak on purpose: everything that they leak must be found in every place. */
export async function runControls(run: Run): Promise<ControlFindings> {
  const byService = await onDatabase(run, (one) => leakByService(run, one));
  const byPage = await onDatabase(run, (one) => leakByPage(run, one));
  return { ...byService, ...byPage, planted: [...byService.planted, ...byPage.planted] };
}

async function leakByService(
  run: Run,
  database: Database,
): Promise<Pick<ControlFindings, 'planted' | 'calls'>> {
  const { planted, folder, policyFile, storage, onProgress } = run;
  onProgress(0, 1, `control, ${storage}`);
  const sinceMs = Date.now();
  const dataFolder = makeFolder(folder, `leaky-${storage}`);
  const scanner = stoppedBy(run.signal, openScanner(planted.canaries));
  using capture = await capturePackets(path.join(folder, 'control.pcap'));
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
async function leakByPage(
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

/** What the leaky build kept outside its own folder. */
function removeLeaked(pid: number): void {
  for (const folder of [tmpdir(), '/dev/shm']) {
    for (const file of globSync(`bonin-kept-${String(pid)}*`, { cwd: folder })) {
      rmSync(path.join(folder, file), { force: true });
    }
  }
}
