import type { Booth, BoothPool } from '@bonin/workflows';
import { existsSync } from 'node:fs';
import type { AccountedEnding } from './booth-ending.ts';
import { BoothError } from './booth-error.ts';
import { superviseBooth, type BoothProcess } from './booth-process.ts';
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
import { launchConfined, type BoothProgram } from './launch.ts';
import { DEFAULT_BOOTH_LIMITS, type BoothLimits } from './limits.ts';
import { openRefill } from './refill.ts';
import { setPriorityOfAllThreads } from './process-facts.ts';

/** A booth of this pool: what the port asks for, and what it cost. */
export interface PooledBooth extends Booth, AsyncDisposable {
  readonly isolation: readonly IsolationMeasure[];
  readonly ended: Promise<AccountedEnding>;
  /** Resolves when the pipe has taken the chunk, or when the booth has ended. */
  deliver(chunk: Uint8Array): Promise<void>;
}

export interface WarmBoothPool extends BoothPool, AsyncDisposable {
  readonly isolation: readonly IsolationMeasure[];
  readonly isolationReport: IsolationReport;
  /** Booths ready to serve at this moment, and booths serving. */
  counts(): { readonly ready: number; readonly serving: number };
  take(): Promise<PooledBooth | undefined>;
}

export interface BoothPoolOptions {
  readonly program: BoothProgram;
  /** Booths kept warm. */
  readonly size: number;
  /** Most booths that serve at once. */
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
 * Opens a pool of warm booths, none of which has seen anything. Resolves when the first one is ready.
 *
 * @throws {BoothError} `BOOTH_PROGRAM_MISSING`, `BOOTH_NETWORKS_UNUSABLE` when a network that the program was told
 *   to use is not listed, not there or not as listed, or `BOOTH_START_FAILED` when the first booth ends before
 *   its key is there or is not confined as this machine was found to allow
 */
export async function openBoothPool(options: BoothPoolOptions): Promise<WarmBoothPool> {
  if (!existsSync(options.program.file)) throw new BoothError('BOOTH_PROGRAM_MISSING');
  const limits = options.limits ?? DEFAULT_BOOTH_LIMITS;
  const hidden = hiddenFolders(options.program, options.privateFolder);
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

  function start(niceness: number): BoothProcess {
    const stderr = options.onUncountedLine === undefined ? 'ignore' : 'pipe';
    const { cpuMs } = limits;
    const child = launchConfined(options.program, { means, hidden, cpuMs, niceness, stderr });
    if (options.onUncountedLine !== undefined) passLines(child.stderr, options.onUncountedLine);
    return superviseBooth(child, limits);
  }

  function keepWarm(firstBooth: BoothProcess, { report, canRestorePriority }: Isolation) {
    const ready = new Set<BoothProcess>([firstBooth]);
    const living = new Set<BoothProcess>();
    const serving = new Set<BoothProcess>();
    const waiters: ((booth: BoothProcess | undefined) => void)[] = [];
    const closing = Promise.withResolvers<undefined>();
    let closed = false;
    let retryMs = RETRY_FIRST_MS;
    const refillOneByOne = openRefill(isShort, startAnother);

    mind(firstBooth);
    refill();

    function mind(booth: BoothProcess): void {
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
        setPriorityOfAllThreads(booth.pid, 0);
        retryMs = RETRY_FIRST_MS;
        offer(booth);
      } catch {
        await Promise.race([pause(retryMs), closing.promise]);
        retryMs = Math.min(2 * retryMs, RETRY_MOST_MS);
      }
    }

    function offer(booth: BoothProcess): void {
      const waiter = waiters.shift();
      if (waiter === undefined) ready.add(booth);
      else waiter(booth);
    }

    async function take(): Promise<PooledBooth | undefined> {
      if (closed) throw new BoothError('BOOTH_POOL_CLOSED');
      if (serving.size + waiters.length >= options.servingMax) return undefined;
      const booth = takeReady() ?? (await waitForOne());
      if (booth === undefined) return undefined;
      serving.add(booth);
      refill();
      return present(booth);
    }

    function takeReady(): BoothProcess | undefined {
      for (const booth of ready) {
        ready.delete(booth);
        return booth;
      }
      return undefined;
    }

    function waitForOne(): Promise<BoothProcess | undefined> {
      const { promise, resolve } = Promise.withResolvers<BoothProcess | undefined>();
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

    function present(booth: BoothProcess): PooledBooth {
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

/** Waits for a booth's key and checks from outside that it is confined; a booth that is not is ended. */
async function admit(booth: BoothProcess, { report }: Pick<Isolation, 'report'>): Promise<void> {
  await booth.ready;
  if (isConfinedAs(report, booth.pid)) return;
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
