import { boothPrograms, openBoothPool, type PooledPair, type WarmBoothPool } from '@bonin/booth';
import type { BoothSymbol, FacePolicy } from '@bonin/core';
import { keyToText, openSealer } from '@bonin/sealing';
import process from 'node:process';
import { EvaluationError } from '../evaluation-error.ts';
import { FRAME_INTERVAL_MS, type AttemptPictures } from './attempt-pictures.ts';
import { figuresOf } from './process-figures.ts';

export interface AttemptFigures {
  /** From the last live frame being handed over until the verdict is handed on, its booth gone. */
  readonly lastFrameToVerdictMs: number;
  /** From the booth being ordered until its key is there, at low priority on this machine. */
  readonly spawnToReadyMs: number;
  readonly waitingReaderBytes: number;
  readonly waitingMatcherBytes: number;
  /** Of both booths, each at its most. */
  readonly peakResidentBytes: number;
  /** Of both booths. */
  readonly startCpuMs: number;
  /** Of both booths, their whole lives, their start included. */
  readonly boothCpuMs: number;
  /** Sealing and handing over, in the process that stands for device and server. */
  readonly parentCpuMs: number;
  readonly frames: number;
  readonly verdict: string;
}

/** After so long a waiting booth has given back what its start took. */
const SETTLE_MS = 400;
const READY_WITHIN_MS = 30_000;

export interface MeasuredProduct {
  readonly programFolder: string;
  readonly manifestFile: string;
  readonly modelFolder: string;
  readonly facePolicy: FacePolicy;
  readonly pictures: AttemptPictures;
}

/**
 * Runs attempts in booths alone, each in one of its own, one after another, paced as a camera paces them.
 *
 * No service stands before the booths, and the next booth is ready before an attempt begins: what one booth takes by
 * itself. What an applicant waits for is measured in `measureService`.
 *
 * Personal data: seals pictures to booths; keeps times only.
 */
export async function measureAttempts(
  product: MeasuredProduct,
  attempts: number,
): Promise<readonly AttemptFigures[]> {
  await using pool = await openBoothPool({
    programs: boothPrograms({ ...product, timings: false }),
    size: 1,
    servingMax: 1,
    takeWaitMs: READY_WITHIN_MS,
  });
  const figures: AttemptFigures[] = [];
  await pause(SETTLE_MS);
  for (let i = 0; i < attempts; i++) {
    const orderedAt = performance.now();
    const booths = await pool.take();
    if (booths === undefined) throw new EvaluationError('BOOTH_UNAVAILABLE');
    const [reader, matcher] = booths.pids.map(figuresOf);
    // The next booth is started and settled first, so that the two do not disturb each other.
    await untilReady(pool);
    const spawnToReadyMs = performance.now() - orderedAt;
    await pause(SETTLE_MS);
    const attempt = await serve(booths, product);
    figures.push({
      ...attempt,
      spawnToReadyMs,
      waitingReaderBytes: reader?.residentBytes ?? Number.NaN,
      waitingMatcherBytes: matcher?.residentBytes ?? Number.NaN,
      startCpuMs: (reader?.cpuMs ?? Number.NaN) + (matcher?.cpuMs ?? Number.NaN),
    });
  }
  return figures;
}

/** Stages of one attempt as the booth itself times them: sums in milliseconds of wall time. */
export async function measureStages(
  product: MeasuredProduct,
): Promise<ReadonlyMap<string, { readonly times: number; readonly ms: number }>> {
  const stages = new Map<string, { times: number; ms: number }>();
  await using pool = await openBoothPool({
    programs: boothPrograms({ ...product, timings: true }),
    size: 1,
    servingMax: 1,
    takeWaitMs: READY_WITHIN_MS,
    isRefilled: false,
    onUncountedLine: (line) => addStage(stages, line),
  });
  const booths = await pool.take();
  if (booths === undefined) throw new EvaluationError('BOOTH_UNAVAILABLE');
  await serve(booths, product);
  return stages;
}

async function serve(booths: PooledPair, { facePolicy, pictures }: MeasuredProduct) {
  const cpuBefore = process.cpuUsage();
  const bound = {
    registrationId: 'measurement',
    attemptId: 'measurement',
    challenge: 'measurement',
    buildDigest: 'local',
  };
  booths.begin({ bound, facePolicy });
  const said: BoothSymbol[] = [];
  const hearing = (async () => {
    for await (const symbol of booths.symbols) said.push(symbol);
  })();
  const { reader, matcher } = booths.keys;
  const keys = { readerKey: keyToText(reader), matcherKey: keyToText(matcher) };
  const sealer = await openSealer({ ...bound, ...keys });
  await booths.deliver(await sealer.seal({ kind: 'card', last: true, payload: pictures.card }));

  let frames = 0;
  let lastFrameAt = performance.now();
  for (const payload of pictures.frames) {
    if (said.includes('capture-sufficient')) break;
    await pause(Math.max(0, lastFrameAt + FRAME_INTERVAL_MS - performance.now()));
    lastFrameAt = performance.now();
    await booths.deliver(await sealer.seal({ kind: 'frame', last: false, payload }));
    frames++;
  }
  const nothing = new Uint8Array();
  await booths.deliver(await sealer.seal({ kind: 'end', last: true, payload: nothing }));
  await hearing;
  const ending = await booths.ended;
  const lastFrameToVerdictMs = performance.now() - lastFrameAt;
  const cpu = process.cpuUsage(cpuBefore);
  return {
    lastFrameToVerdictMs,
    peakResidentBytes: ending.account.peakResidentBytes,
    boothCpuMs: ending.account.cpuMs,
    parentCpuMs: (cpu.user + cpu.system) / 1000,
    frames,
    verdict: ending.kind === 'concluded' ? ending.verdict : ending.cause,
  };
}

async function untilReady(pool: WarmBoothPool): Promise<void> {
  const since = performance.now();
  while (pool.counts().ready < 1) {
    if (performance.now() - since > READY_WITHIN_MS) throw new EvaluationError('BOOTH_UNAVAILABLE');
    await pause(5);
  }
}

function addStage(stages: Map<string, { times: number; ms: number }>, line: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    // A line that is no timing: the library's own remarks, of no use here.
    return;
  }
  if (typeof parsed !== 'object' || parsed === null) return;
  const { stage, ms } = parsed as { stage?: unknown; ms?: unknown };
  if (typeof stage !== 'string' || typeof ms !== 'number') return;
  const before = stages.get(stage) ?? { times: 0, ms: 0 };
  stages.set(stage, { times: before.times + 1, ms: before.ms + ms });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
