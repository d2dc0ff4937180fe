import { isVerdict, SYMBOL_GRID_MS, type AbandonmentGround, type BoothSymbol } from '@bonin/core';
import { isForReader, keyToText } from '@bonin/sealing';
import type { BoothBegin, BoothPair } from '@bonin/workflows';
import {
  accountOf,
  causeOf,
  groundOf,
  type AccountedEnding,
  type BoothStopCause,
  type ProcessEnding,
} from './booth-ending.ts';
import type { BoothProcess } from './booth-process.ts';

/** The two booths of one attempt from their start to their end, seen from the parent. */
export interface SupervisedPair extends Omit<BoothPair, 'isolation' | 'ended'>, AsyncDisposable {
  readonly pids: readonly number[];
  /** Resolves when both keys are there; rejects when a booth ended before. */
  readonly ready: Promise<void>;
  readonly ended: Promise<AccountedEnding>;
  /** Resolves when the pipe has taken the chunk, or when its booth has ended. */
  deliver(chunk: Uint8Array): Promise<void>;
}

/**
 * Holds two booths to one another: a chunk goes to the one that it is for, and neither outlives the other, except that a reader
 * goes first when it has handed its portrait over.
 *
 * A verdict is handed on only when the reader, too, is gone by itself and has said nothing.
 *
 * @param exitMs - how long a reader may still be there after its matcher has given a verdict
 */
export function pairBooths(
  reader: BoothProcess,
  matcher: BoothProcess,
  exitMs: number,
): SupervisedPair {
  let hasCard = false;
  let readersPart: Promise<boolean> | undefined;

  void reader.ended.then((ending) => {
    if (ending.kind === 'stopped') matcher.stop(ending.cause);
  });
  void matcher.ended.then((ending) => {
    if (ending.kind === 'stopped') reader.stop(ending.cause);
  });

  const ready = Promise.all([reader.ready, matcher.ready]).then(() => undefined);
  // Whoever waits for `ready` sees the rejection; a pair that ends later has nobody waiting.
  ready.catch(() => undefined);

  /** Asked for at the verdict, and again at the end: answered once. */
  function readerIsGone(): Promise<boolean> {
    readersPart ??= waitForReader();
    return readersPart;
  }

  const symbols = heardOf(matcher.symbols, readerIsGone);
  const ended = conclude();

  /** Whether the reader did its part; one that stays is ended, and told of on the grid: it could choose the moment. */
  async function waitForReader(): Promise<boolean> {
    const since = performance.now();
    const limit = setTimeout(() => {
      reader.stop('time-limit');
    }, exitMs);
    const ending = await reader.ended;
    clearTimeout(limit);
    const late = performance.now() - since;
    // One that was gone before is heard of at once.
    if (late > 1) await pause(Math.ceil(late / SYMBOL_GRID_MS) * SYMBOL_GRID_MS - late);
    return ending.kind === 'handed-over';
  }

  async function conclude(): Promise<AccountedEnding> {
    const ofMatcher = await matcher.ended;
    if (ofMatcher.kind === 'concluded') await readerIsGone();
    const ofReader = await reader.ended;
    const account = accountOf([ofMatcher.account, ofReader.account]);
    if (ofMatcher.kind === 'concluded' && ofReader.kind === 'handed-over') {
      return { ...ofMatcher, account };
    }
    const cause = causeFor(ofMatcher, ofReader);
    return { kind: 'stopped', ground: groundOf(cause), cause, account };
  }

  function stop(cause: BoothStopCause): void {
    matcher.stop(cause);
    reader.stop(cause);
  }

  async function end(ground: AbandonmentGround): Promise<void> {
    stop(causeOf(ground));
    await ended;
  }

  function begin({ bound, facePolicy }: BoothBegin): void {
    const readerKey = keyToText(reader.publicKey);
    const matcherKey = keyToText(matcher.publicKey);
    const terms = { ...bound, readerKey, matcherKey };
    reader.begin({ bound: terms });
    matcher.begin({ bound: terms, facePolicy });
  }

  function deliver(chunk: Uint8Array): Promise<void> {
    const isCard = isForReader(chunk);
    // The card comes first and once. Its reader may be gone already, so that nobody would be there to refuse another.
    if (isCard === hasCard) stop('capture-refused');
    hasCard = true;
    return (isCard ? reader : matcher).deliver(chunk);
  }

  return {
    pids: [reader.pid, matcher.pid],
    get keys() {
      return { reader: reader.publicKey, matcher: matcher.publicKey };
    },
    ready,
    symbols,
    ended,
    begin,
    deliver,
    release: (step) => {
      matcher.release(step);
    },
    end,
    [Symbol.asyncDispose]: () => end('server-stopped'),
  };
}

/** What a matcher says; its verdict not before, and only if, the reader is gone as it should. */
async function* heardOf(
  symbols: AsyncIterable<BoothSymbol>,
  readerIsGone: () => Promise<boolean>,
): AsyncGenerator<BoothSymbol, void> {
  for await (const symbol of symbols) {
    if (isVerdict(symbol) && !(await readerIsGone())) return;
    yield symbol;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The booth that ended of itself tells why; the other was only taken along. */
function causeFor(ofMatcher: ProcessEnding, ofReader: ProcessEnding): BoothStopCause {
  if (ofMatcher.kind === 'stopped') return ofMatcher.cause;
  return ofReader.kind === 'stopped' ? ofReader.cause : 'crashed';
}
