/** One thread of `token-checkers.ts`. */
import { hash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { FindingName } from './finding.ts';
import type { TokenToCheck } from './tokens-along.ts';
import { checkToken, readResultKeys, type ResultKeys } from './tokens.ts';
import { judgeResult } from './trust/judge-result.ts';
import { tellTheSame, thresholdsOfClaim, type ToldThreshold } from './trust/told-thresholds.ts';
import { ASK_NOTHING, type TrustPolicy } from './trust/trust-policy.ts';

/** What one token was found to be. */
export interface CheckedToken {
  readonly found: readonly FindingName[];
  /** What it says its policy asks for against attacks; `undefined` when it says nothing, or is not to be read. */
  readonly attackDetection: string | undefined;
}

/** By what a batch is checked. */
export interface CheckedBy {
  readonly keys: ResultKeys;
  readonly asked: TrustPolicy;
}

/** Checks the tokens of a batch, each by itself. */
export function checkBatch(
  rows: readonly TokenToCheck[],
  by: CheckedBy,
): Promise<readonly CheckedToken[]> {
  return Promise.all(rows.map((row) => checkOne(row, by)));
}

/** Of most tokens there is nothing to tell. */
const NOTHING: readonly FindingName[] = [];

async function checkOne(
  { token, statement, inUse, thresholds }: TokenToCheck,
  { keys, asked }: CheckedBy,
): Promise<CheckedToken> {
  const read = await checkToken(token, statement, {
    keys,
    isInUse: (kid) => inUse.includes(kid),
    sha256: (text) => hash('sha256', text),
  });
  if (read.kind === 'wrong') return { found: [read.name], attackDetection: undefined };
  const { claims, kid } = read;
  const { attackDetection: told } = claims;
  const attackDetection = typeof told === 'string' ? told : undefined;
  const found = [
    ...judgeResult(claims, kid, asked),
    ...holdToLedger(claims['thresholds'], thresholds),
    ...(attackDetection === undefined ? (['token-attack-detection-not-told'] as const) : []),
  ];
  return { found: found.length === 0 ? NOTHING : found, attackDetection };
}

function holdToLedger(claim: unknown, told: readonly ToldThreshold[]): readonly FindingName[] {
  if (claim === undefined || told.length === 0) return ['token-thresholds-not-compared'];
  return tellTheSame(thresholdsOfClaim(claim), told) ? NOTHING : ['token-thresholds-differ'];
}

/** What a thread is started with. */
export interface ThreadData {
  readonly task: 'check-result-tokens';
  readonly keySet: unknown;
  readonly asked: TrustPolicy;
}

// Read by the main thread too, and by threads of others, which have other tasks.
const { task, keySet, asked = ASK_NOTHING } = (workerData ?? {}) as Partial<ThreadData>;
if (parentPort !== null && task === 'check-result-tokens') {
  const port = parentPort;
  const keys = (await readResultKeys(keySet)) ?? new Map();
  port.on('message', (rows: readonly TokenToCheck[]) => {
    void checkBatch(rows, { keys, asked }).then((checked) => port.postMessage(checked));
  });
}
