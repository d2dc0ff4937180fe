import {
  isVerdict,
  SYMBOL_GRID_MS,
  type AbandonmentGround,
  type BoothSymbol,
  type ChallengeStep,
  type FacePolicy,
} from '@bonin/core';
import type { SealInfo } from '@bonin/sealing';
import type { ChildProcess } from 'node:child_process';
import {
  causeOf,
  groundOf,
  isOfTheBooth,
  type BoothAccount,
  type BoothStopCause,
  type ProcessEnding,
} from './booth-ending.ts';
import { BoothError } from './booth-error.ts';
import type { BoothRole } from './booth-role.ts';
import { openEgressMeter } from './egress.ts';
import { EXIT_CODE } from './exit-code.ts';
import { WATCH_SERVING_MS, WATCH_WAITING_MS, type BoothLimits } from './limits.ts';
import { encodeMessageHead, type PipeMessageKind } from './pipe.ts';
import { usageOf } from './process-facts.ts';
import { openSymbolStream } from './symbol-stream.ts';

/** What a booth is told before its first chunk. */
export interface BoothTerms {
  readonly bound: SealInfo;
  /** For a matcher. */
  readonly facePolicy?: FacePolicy;
}

/** One booth process from its start to its end, seen from the parent. */
export interface BoothProcess extends AsyncDisposable {
  readonly pid: number;
  /** Resolves when the key is there and the booth waits; rejects when it ended before. */
  readonly ready: Promise<void>;
  readonly publicKey: Uint8Array;
  readonly symbols: AsyncIterable<BoothSymbol>;
  readonly ended: Promise<ProcessEnding>;
  begin(terms: BoothTerms): void;
  /** Resolves when the pipe has taken the chunk, or when the booth has ended. */
  deliver(chunk: Uint8Array): Promise<void>;
  release(step: ChallengeStep): void;
  /** Ends the booth at once, for a cause of the caller's; without waiting. */
  stop(cause: BoothStopCause): void;
  /** Ends the booth at once; resolves when it is gone. */
  end(ground: AbandonmentGround): Promise<void>;
}

/**
 * Takes a started booth program under control: meters what it writes, watches what it uses, ends it.
 *
 * A verdict is handed on only when the process that gave it is gone, exited by itself and with nothing
 * said after it.
 *
 * Personal data: passes ciphertext on; holds no key to it.
 */
export function superviseBooth(
  child: ChildProcess,
  limits: BoothLimits,
  role: BoothRole = 'matcher',
): BoothProcess {
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new BoothError('BOOTH_START_FAILED');
  const pid = child.pid ?? 0;
  const startedAt = performance.now();
  const meter = openEgressMeter(role);
  const symbols = openSymbolStream();
  const ready = Promise.withResolvers<undefined>();
  const gone = Promise.withResolvers<number | null>();
  const ended = Promise.withResolvers<ProcessEnding>();
  let cause: BoothStopCause | undefined;
  let hasBegun = false;
  let phase: 'warming' | 'waiting' | 'serving' | 'gone' = 'warming';
  let cpuMs = 0;
  let peakResidentBytes = 0;
  let limit = setTimeout(stop, limits.warmUpMs, 'time-limit');
  let watch = setInterval(observe, WATCH_SERVING_MS);
  let grid: NodeJS.Timeout | undefined;

  function stop(why: BoothStopCause): void {
    if (phase === 'gone') return;
    cause ??= why;
    child.kill('SIGKILL');
  }

  function observe(): void {
    const usage = usageOf(pid);
    if (usage === undefined) return;
    cpuMs = Math.max(cpuMs, usage.cpuMs);
    peakResidentBytes = Math.max(peakResidentBytes, usage.peakResidentBytes);
    if (usage.residentBytes > limits.residentBytes) stop('memory-limit');
    if (usage.cpuMs > limits.cpuMs) stop('cpu-limit');
  }

  function setLimit(ms: number): void {
    clearTimeout(limit);
    limit = setTimeout(stop, ms, 'time-limit');
  }

  function setWatch(ms: number): void {
    clearInterval(watch);
    watch = setInterval(observe, ms);
  }

  function wrote(bytes: Uint8Array): void {
    if (cause !== undefined) return;
    observe();
    if (meter.admit(bytes) === 'violation') {
      stop('egress-violation');
    } else if (meter.verdict() !== undefined) {
      setLimit(limits.exitMs);
    } else if (phase === 'warming' && meter.key() !== undefined) {
      phase = 'waiting';
      clearTimeout(limit);
      setWatch(WATCH_WAITING_MS);
      ready.resolve(undefined);
    }
  }

  function left(code: number | null): void {
    if (phase === 'gone') return;
    phase = 'gone';
    clearTimeout(limit);
    clearInterval(watch);
    stdin?.destroy();
    ready.reject(
      code === EXIT_CODE.networksUnusable
        ? new BoothError('BOOTH_NETWORKS_UNUSABLE')
        : new BoothError('BOOTH_START_FAILED', { code: code ?? -1 }),
    );
    gone.resolve(code);
    void conclude(code);
  }

  /** Hands on what is left to say, on the grid, then tells how it ended. */
  async function conclude(code: number | null): Promise<void> {
    const verdict = meter.verdict();
    if (cause === undefined && verdict !== undefined && code === EXIT_CODE.concluded) {
      await released(verdict);
      finish({ kind: 'concluded', verdict, account: account() });
      return;
    }
    if (cause === undefined && role === 'reader' && hasBegun && code === EXIT_CODE.concluded) {
      finish({ kind: 'handed-over', account: account() });
      return;
    }
    const why = cause ?? causeOfExit(code);
    // On the grid as its words are: an end to the millisecond would say more than any of them.
    if (grid !== undefined && isOfTheBooth(why)) await nextTick.promise;
    finish({ kind: 'stopped', ground: groundOf(why), cause: why, account: account() });
  }

  function finish(ending: ProcessEnding): void {
    clearInterval(grid);
    symbols.finish();
    ended.resolve(ending);
  }

  function account(): BoothAccount {
    const livedMs = Math.round(performance.now() - startedAt);
    return { symbolsSaid: meter.symbolsSaid(), cpuMs, peakResidentBytes, livedMs };
  }

  const verdictReleased = Promise.withResolvers<undefined>();
  let pendingVerdict: BoothSymbol | undefined;

  function released(verdict: BoothSymbol): Promise<void> {
    pendingVerdict = verdict;
    return verdictReleased.promise;
  }

  let nextTick = Promise.withResolvers<undefined>();

  /** One tick of the grid lets out one symbol, or tells of an end. */
  function tick(): void {
    nextTick.resolve(undefined);
    nextTick = Promise.withResolvers();
    if (cause !== undefined) return;
    const symbol = meter.takeGuidance() ?? pendingVerdict;
    if (symbol === undefined) return;
    symbols.push(symbol);
    if (isVerdict(symbol)) verdictReleased.resolve(undefined);
  }

  function send(kind: PipeMessageKind, body: Uint8Array): Promise<void> {
    if (phase === 'gone' || cause !== undefined) return Promise.resolve();
    if (stdin !== null && stdin.writableLength + body.length > limits.pendingInputBytes) {
      stop('input-overflow');
      return Promise.resolve();
    }
    stdin?.write(encodeMessageHead(kind, body.length));
    const taken = Promise.withResolvers<undefined>();
    stdin?.write(body, () => {
      taken.resolve(undefined);
    });
    return Promise.race([taken.promise, gone.promise.then(() => undefined)]);
  }

  function begin(terms: BoothTerms): void {
    if (phase === 'serving') throw new BoothError('BOOTH_ALREADY_BEGUN');
    if (phase === 'gone') return;
    phase = 'serving';
    hasBegun = true;
    meter.beginInput();
    setLimit(limits.servingMs);
    setWatch(WATCH_SERVING_MS);
    // A reader says nothing, so that there is nothing to hold to the grid; of its end the matcher's tells.
    if (role === 'matcher') grid = setInterval(tick, SYMBOL_GRID_MS);
    void send('open', new TextEncoder().encode(JSON.stringify(terms)));
  }

  function deliver(chunk: Uint8Array): Promise<void> {
    if (phase === 'warming' || phase === 'waiting') throw new BoothError('BOOTH_NOT_BEGUN');
    return send('chunk', chunk);
  }

  function release(step: ChallengeStep): void {
    if (phase === 'warming' || phase === 'waiting') throw new BoothError('BOOTH_NOT_BEGUN');
    void send('step', new TextEncoder().encode(JSON.stringify(step)));
  }

  async function end(ground: AbandonmentGround): Promise<void> {
    stop(causeOf(ground));
    await ended.promise;
  }

  stdout.on('data', wrote);
  // Writing to a booth that has just ended is no error: how it ended says all there is to say.
  stdin.on('error', () => undefined);
  stdout.on('error', () => undefined);
  child.once('error', () => {
    left(null);
  });
  child.once('close', left);
  // A booth that is gone while something still holds its pipes is gone all the same.
  child.once('exit', (code: number | null) => setTimeout(left, limits.exitMs, code).unref());
  // Whoever waits for `ready` sees the rejection; a booth that ends later has nobody waiting.
  ready.promise.catch(() => undefined);

  return {
    pid,
    get publicKey(): Uint8Array {
      return meter.key() ?? new Uint8Array();
    },
    ready: ready.promise,
    symbols,
    ended: ended.promise,
    begin,
    deliver,
    release,
    stop,
    end,
    [Symbol.asyncDispose]: () => end('server-stopped'),
  };
}

function causeOfExit(code: number | null): BoothStopCause {
  if (code === EXIT_CODE.captureRefused) return 'capture-refused';
  return code === EXIT_CODE.policyUnsuitable ? 'policy-unsuitable' : 'crashed';
}
