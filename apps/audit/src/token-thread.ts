/** One thread of `token-checkers.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FindingName } from './finding.ts';
import type { TokenToCheck } from './tokens-along.ts';
import { checkToken, readResultKeys, type ResultKeys } from './tokens.ts';

/** What is wrong with each token of a batch, or nothing. */
export function checkBatch(
  rows: readonly TokenToCheck[],
  keys: ResultKeys,
): Promise<readonly (FindingName | undefined)[]> {
  return Promise.all(
    rows.map(({ token, statement, inUse }) =>
      checkToken(token, statement, { keys, isInUse: (kid) => inUse.includes(kid) }),
    ),
  );
}

/** What a thread is started with. */
export interface ThreadData {
  readonly task: 'check-result-tokens';
  readonly keySet: unknown;
}

// Read by the main thread too, and by threads of others, which have other tasks.
const { task, keySet } = (workerData ?? {}) as Partial<ThreadData>;
if (parentPort !== null && task === 'check-result-tokens') {
  const port = parentPort;
  const keys = (await readResultKeys(keySet)) ?? new Map();
  port.on('message', (rows: readonly TokenToCheck[]) => {
    void checkBatch(rows, keys).then((wrong) => port.postMessage(wrong));
  });
}
