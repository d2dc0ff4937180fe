import type { Instant, RegistrationId } from '@bonin/core';
import { toMinute } from '@bonin/ledger';
import type { LedgerStore } from '@bonin/workflows';
import { ServerError } from '../server-error.ts';
import { entryOf } from './ledger-scribe.ts';
import { openLedger } from './open-ledger.ts';
import { keepReport } from './report.ts';
import type { LogKey } from './log-key.ts';

export interface EraseTerms {
  readonly logKey: LogKey;
  readonly dataFolder: string;
  readonly at: Instant;
}

/**
 * Destroys the salts of one registration, on request. The ledger is told that it happened and to how many leaves, not to whose.
 *
 * @returns how many leaves were erased
 * @throws {ServerError} `REGISTRATION_UNKNOWN`, `REGISTRATION_NOT_FINISHED`
 */
export async function eraseRegistration(
  store: LedgerStore,
  id: RegistrationId,
  { logKey, dataFolder, at }: EraseTerms,
): Promise<number> {
  await publishAll(store, logKey);
  const outcome = await store.erase(id);
  if (outcome.kind === 'unknown') throw new ServerError('REGISTRATION_UNKNOWN');
  if (outcome.kind === 'not-finished') throw new ServerError('REGISTRATION_NOT_FINISHED');
  const { leaves } = outcome;
  if (leaves === 0) return 0;
  const act = 'salts-destroyed';
  const reasonDigest = keepReport(dataFolder, { at, matter: act, facts: { leaves } });
  const entry = entryOf({
    kind: 'exception',
    at: toMinute(at),
    act,
    office: 'operator',
    reasonDigest,
  });
  await store.append([entry], at);
  await publishAll(store, logKey);
  return leaves;
}

/** As {@link eraseRegistration}, of all that are finished and older than that; a rule, so the ledger is told nothing. */
export async function eraseOlder(
  store: LedgerStore,
  before: Instant,
  { logKey }: Pick<EraseTerms, 'logKey'>,
): Promise<number> {
  await publishAll(store, logKey);
  return openLedger(store, logKey).eraseBefore(before);
}

const PAUSE_MS = 300;

/** What waits for its place has no leaf yet that could stay. A node that is at it already is given the time for it. */
async function publishAll(store: LedgerStore, logKey: LogKey): Promise<void> {
  const ledger = openLedger(store, logKey);
  for (let idle = 0; idle < 2;) {
    const placed = await ledger.publish();
    idle = placed === 0 ? idle + 1 : 0;
    if (idle === 1) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
