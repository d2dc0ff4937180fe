/** Checks batches of tokens: the first few here, the rest in threads, as signatures take most of an audit's time. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { AttackDetectionTold } from './attack-detection-told.ts';
import type { Findings } from './finding.ts';
import { checkBatch, type CheckedBy, type CheckedToken, type ThreadData } from './token-thread.ts';
import type { TokenToCheck } from './tokens-along.ts';

/** So many tokens are checked sooner here than a thread starts. */
const CHECKED_HERE = 2048;
const MOST_THREADS = 8;
/** Batches that wait before one thread; more would only fill the memory. */
const WAITING_EACH = 2;

interface CheckedWith extends CheckedBy {
  /** What `keys` was read from, for threads that read it anew. */
  readonly keySet: unknown;
  readonly findings: Findings;
}

export class TokenCheckers {
  readonly #with: CheckedWith;
  readonly #attackDetection = new AttackDetectionTold();
  readonly #threads: { readonly worker: Worker; readonly waiting: Promise<void>[] }[] = [];
  #taken = 0;
  #next = 0;

  constructor(along: CheckedWith) {
    this.#with = along;
  }

  /** Returns when there is room for more, not when these are checked. */
  async take(rows: readonly TokenToCheck[]): Promise<void> {
    this.#taken += rows.length;
    if (this.#taken <= CHECKED_HERE) {
      this.#tell(rows, await checkBatch(rows, this.#with));
      return;
    }
    const threads = Math.min(MOST_THREADS, availableParallelism());
    const thread = this.#threads[this.#next % threads] ?? this.#start();
    this.#next += 1;
    if (thread.waiting.length >= WAITING_EACH) await thread.waiting.shift();
    thread.waiting.push(this.#checkIn(thread.worker, rows, thread.waiting.at(-1)));
  }

  /** Waits for all checks, and tells what only all tokens together show. */
  async finish(): Promise<void> {
    await Promise.all(this.#threads.flatMap(({ waiting }) => waiting));
    this.#attackDetection.finish(this.#with.findings);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #start(): { readonly worker: Worker; readonly waiting: Promise<void>[] } {
    const worker = new Worker(new URL('./token-thread.ts', import.meta.url), {
      workerData: {
        task: 'check-result-tokens',
        keySet: this.#with.keySet,
        asked: this.#with.asked,
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
    const answered = once(worker, 'message') as Promise<[readonly CheckedToken[]]>;
    worker.postMessage(rows);
    const [checked] = await answered;
    this.#tell(rows, checked);
  }

  #tell(rows: readonly TokenToCheck[], checked: readonly CheckedToken[]): void {
    for (const [at, { index, statement }] of rows.entries()) {
      const { found, attackDetection } = checked[at]!;
      for (const name of found) this.#with.findings.add(name, { index });
      if (attackDetection !== undefined) {
        this.#attackDetection.add(statement.policy, attackDetection, index);
      }
    }
  }
}
