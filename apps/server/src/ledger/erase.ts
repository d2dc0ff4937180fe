import type { Instant, RegistrationId } from '@bonin/core';
import { toMinute } from '@bonin/ledger';
import type { LedgerStore } from '@bonin/workflows';
import { ServerError } from '../server-error.ts';
import { entryOf } from './ledger-scribe.ts';
import type { LogKey } from './log-key.ts';
import { openLedger } from './open-ledger.ts';
import { publishAll } from './publish-all.ts';
import { keepReport } from './report.ts';

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
  // What waits for its place has no leaf yet that could stay.
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
