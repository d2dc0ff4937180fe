import type { BoothPair, BoothPool } from '@bonin/workflows';
import { existsSync } from 'node:fs';
import type { AccountedEnding } from './booth-ending.ts';
import { BoothError } from './booth-error.ts';
import { pairBooths, type SupervisedPair } from './booth-pair.ts';
import { superviseBooth } from './booth-process.ts';
import { hiddenFolders } from './hidden-folders.ts';
import {
  appliedMeasures,
  isConfinedAs,
  probeIsolation,
  probeMeans,
  type Isolation,
  type IsolationMeasure,
  type IsolationReport,
} from './isolation.ts';
import { launchPair } from './launch-pair.ts';
import type { BoothPrograms } from './launch.ts';
import { DEFAULT_BOOTH_LIMITS, type BoothLimits } from './limits.ts';
import { openRefill } from './refill.ts';
import { setPriorityOfAllThreads } from './process-facts.ts';

/** Two booths of this pool: what the port asks for, and what they cost. */
export interface PooledPair extends BoothPair, AsyncDisposable {
  /** Process ids, first the reader's, then the matcher's. */
  readonly pids: readonly number[];
  readonly isolation: readonly IsolationMeasure[];
  readonly ended: Promise<AccountedEnding>;
  /** Resolves when the pipe has taken the chunk, or when its booth has ended. */
  deliver(chunk: Uint8Array): Promise<void>;
}

export interface WarmBoothPool extends BoothPool, AsyncDisposable {
  readonly isolation: readonly IsolationMeasure[];
  readonly isolationReport: IsolationReport;
  /** Pairs of booths ready to serve at this moment, and serving. */
  counts(): { readonly ready: number; readonly serving: number };
  take(): Promise<PooledPair | undefined>;
}

export interface BoothPoolOptions {
  readonly programs: BoothPrograms;
  /** Pairs of booths kept warm. */
  readonly size: number;
  /** Most pairs that serve at once. */
  readonly servingMax: number;
  /** A folder of the caller's that no booth may see, where the host allows that. It must be there. */
  readonly privateFolder?: string;
  /** How long `take` waits for a booth to become ready. */
  readonly takeWaitMs: number;
  readonly limits?: BoothLimits;
  /** Whether a booth that was taken is replaced; not for a single question. True when absent. */
  readonly isRefilled?: boolean;
  /**
   * Opens the booths' standard error and hands its lines on.
   *
   * What is said there is not counted: the second law does not hold with it. For the command line on
   * one's own machine; a service never sets it.
   */
  readonly onUncountedLine?: (line: string) => void;
}

const LOW_PRIORITY = 10;
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 30_000;

/**
 * Opens a pool of warm pairs of booths, none of which has seen anything. Resolves when the first pair is ready.
 *
 * @throws {BoothError} `BOOTH_PROGRAM_MISSING`, `BOOTH_NETWORKS_UNUSABLE` when a network that the program was told
 *   to use is not listed, not there or not as listed, or `BOOTH_START_FAILED` when the first booth ends before
 *   its key is there or is not confined as this machine was found to allow
 */
export async function openBoothPool(options: BoothPoolOptions): Promise<WarmBoothPool> {
  const programs = [options.programs.reader, options.programs.matcher];
  if (!programs.every(({ file }) => existsSync(file))) {
    throw new BoothError('BOOTH_PROGRAM_MISSING');
  }
  const limits = options.limits ?? DEFAULT_BOOTH_LIMITS;
  const hidden = hiddenFolders(programs, options.privateFolder);
  const means = await probeMeans(hidden);
  const first = start(0);
  const isolation = await probeIsolation({ means, hidden }, options.privateFolder).catch(
    async (error: unknown) => {
      await first.end('server-stopped');
      throw error;
    },
  );
  await admit(first, isolation);
  return keepWarm(first, isolation);

  function start(niceness: number): SupervisedPair {
    const stderr = options.onUncountedLine === undefined ? 'ignore' : 'pipe';
    const { cpuMs } = limits;
    const launch = { means, hidden, cpuMs, niceness, stderr } as const;
    const { reader, matcher } = launchPair(options.programs, launch);
    if (options.onUncountedLine !== undefined) {
      passLines(reader.stderr, options.onUncountedLine);
      passLines(matcher.stderr, options.onUncountedLine);
    }
    return pairBooths(
      superviseBooth(reader, limits, 'reader'),
      superviseBooth(matcher, limits, 'matcher'),
      limits.exitMs,
    );
  }

  function keepWarm(firstBooth: SupervisedPair, { report, canRestorePriority }: Isolation) {
    const ready = new Set<SupervisedPair>([firstBooth]);
    const living = new Set<SupervisedPair>();
    const serving = new Set<SupervisedPair>();
    const waiters: ((booth: SupervisedPair | undefined) => void)[] = [];
    const closing = Promise.withResolvers<undefined>();
    let closed = false;
    let retryMs = RETRY_FIRST_MS;
    const refillOneByOne = openRefill(isShort, startAnother);

    mind(firstBooth);
    refill();

    function mind(booth: SupervisedPair): void {
      living.add(booth);
      void booth.ended.then(() => {
        living.delete(booth);
        serving.delete(booth);
        if (ready.delete(booth)) refill();
      });
    }

    function isShort(): boolean {
      return !closed && ready.size < options.size;
    }

    /** Starts booths one after another until enough are ready, at low priority when nobody waits. */
    function refill(): void {
      if (options.isRefilled !== false) refillOneByOne();
    }

    async function startAnother(): Promise<void> {
      const isUrgent = waiters.length > 0 || !canRestorePriority;
      const booth = start(isUrgent ? 0 : LOW_PRIORITY);
      mind(booth);
      try {
        await admit(booth, { report });
        for (const pid of booth.pids) setPriorityOfAllThreads(pid, 0);
        retryMs = RETRY_FIRST_MS;
        offer(booth);
      } catch {
        await Promise.race([pause(retryMs), closing.promise]);
        retryMs = Math.min(2 * retryMs, RETRY_MOST_MS);
      }
    }

    function offer(booth: SupervisedPair): void {
      const waiter = waiters.shift();
      if (waiter === undefined) ready.add(booth);
      else waiter(booth);
    }

    async function take(): Promise<PooledPair | undefined> {
      if (closed) throw new BoothError('BOOTH_POOL_CLOSED');
      if (serving.size + waiters.length >= options.servingMax) return undefined;
      const booth = takeReady() ?? (await waitForOne());
      if (booth === undefined) return undefined;
      serving.add(booth);
      refill();
      return present(booth);
    }

    function takeReady(): SupervisedPair | undefined {
      for (const booth of ready) {
        ready.delete(booth);
        return booth;
      }
      return undefined;
    }

    function waitForOne(): Promise<SupervisedPair | undefined> {
      const { promise, resolve } = Promise.withResolvers<SupervisedPair | undefined>();
      waiters.push(resolve);
      const limit = setTimeout(() => {
        const at = waiters.indexOf(resolve);
        if (at >= 0) waiters.splice(at, 1);
        resolve(undefined);
      }, options.takeWaitMs);
      refill();
      return promise.finally(() => {
        clearTimeout(limit);
      });
    }

    function present(booth: SupervisedPair): PooledPair {
      return Object.assign(booth, { isolation: appliedMeasures(report) });
    }

    async function close(): Promise<void> {
      closed = true;
      closing.resolve(undefined);
      for (const waiter of waiters.splice(0)) waiter(undefined);
      await Promise.all(Array.from(living, (booth) => booth.end('server-stopped')));
    }

    return {
      isolation: appliedMeasures(report),
      isolationReport: report,
      counts: () => ({ ready: ready.size, serving: serving.size }),
      take,
      close,
      [Symbol.asyncDispose]: close,
    };
  }
}

/** Waits for the keys and checks from outside that both booths are confined; a pair that is not is ended. */
async function admit(booth: SupervisedPair, { report }: Pick<Isolation, 'report'>): Promise<void> {
  await booth.ready;
  if (booth.pids.every((pid) => isConfinedAs(report, pid))) return;
  await booth.end('booth-fault');
  throw new BoothError('BOOTH_START_FAILED', { confined: false });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function passLines(stream: AsyncIterable<Uint8Array> | null, onLine: (line: string) => void): void {
  void (async () => {
    let text = '';
    for await (const piece of stream ?? []) {
      text += Buffer.from(piece).toString('utf8');
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      lines.forEach(onLine);
    }
  })();
}
