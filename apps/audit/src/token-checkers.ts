/** Checks batches of tokens: the first few here, the rest in threads, as signatures take most of an audit's time. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FindingName, Findings } from './finding.ts';
import { checkBatch, type ThreadData } from './token-thread.ts';
import type { TokenToCheck } from './tokens-along.ts';
import type { ResultKeys } from './tokens.ts';

/** So many tokens are checked sooner here than a thread starts. */
const CHECKED_HERE = 2048;
const MOST_THREADS = 8;
/** Batches that wait before one thread; more would only fill the memory. */
const WAITING_EACH = 2;

export class TokenCheckers {
  readonly #with: {
    readonly keys: ResultKeys;
    readonly keySet: unknown;
    readonly findings: Findings;
  };
  readonly #threads: { readonly worker: Worker; readonly waiting: Promise<void>[] }[] = [];
  #taken = 0;
  #next = 0;

  constructor(along: {
    readonly keys: ResultKeys;
    readonly keySet: unknown;
    readonly findings: Findings;
  }) {
    this.#with = along;
  }

  /** Returns when there is room for more, not when these are checked. */
  async take(rows: readonly TokenToCheck[]): Promise<void> {
    this.#taken += rows.length;
    if (this.#taken <= CHECKED_HERE) {
      this.#tell(rows, await checkBatch(rows, this.#with.keys));
      return;
    }
    const threads = Math.min(MOST_THREADS, availableParallelism());
    const thread = this.#threads[this.#next % threads] ?? this.#start();
    this.#next += 1;
    if (thread.waiting.length >= WAITING_EACH) await thread.waiting.shift();
    thread.waiting.push(this.#checkIn(thread.worker, rows, thread.waiting.at(-1)));
  }

  async finish(): Promise<void> {
    await Promise.all(this.#threads.flatMap(({ waiting }) => waiting));
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #start(): { readonly worker: Worker; readonly waiting: Promise<void>[] } {
    const worker = new Worker(new URL('./token-thread.ts', import.meta.url), {
      workerData: {
        task: 'check-result-tokens',
        keySet: this.#with.keySet,
      } satisfies ThreadData,
    });
    const thread = { worker, waiting: [] };
    this.#threads.push(thread);
    return thread;
  }

  /** Answers of a thread come in the order of the questions, so each waits for the one before it. */
  async #checkIn(
    worker: Worker,
    rows: readonly TokenToCheck[],
    before: Promise<void> | undefined,
  ): Promise<void> {
    await before;
    const answered = once(worker, 'message') as Promise<[readonly (FindingName | undefined)[]]>;
    worker.postMessage(rows);
    const [wrong] = await answered;
    this.#tell(rows, wrong);
  }

  #tell(rows: readonly TokenToCheck[], wrong: readonly (FindingName | undefined)[]): void {
    for (const [at, { index }] of rows.entries()) {
      const name = wrong[at];
      if (name !== undefined) this.#with.findings.add(name, { index });
    }
  }
}
