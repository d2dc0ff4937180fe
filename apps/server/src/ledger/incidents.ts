import type { Instant } from '@bonin/core';
import { digest, toBase64Url, toMinute, type Statement } from '@bonin/ledger';
import type { LedgerEntry, LedgerStore } from '@bonin/workflows';
import { entryOf } from './ledger-scribe.ts';
import { keepReport, type LedgerReport } from './report.ts';

/** Incidents that the service notices of itself, apart from those of an attempt. */
export type IncidentMatter = 'isolation-reduced' | 'ledger-rolled-back' | 'witness-contradicted';

export interface NoticedTerms {
  readonly store: Pick<LedgerStore, 'append' | 'appendOnChange'>;
  readonly dataFolder: string;
  readonly at: Instant;
}

function incident(
  { dataFolder, at }: NoticedTerms,
  matter: IncidentMatter,
  facts: LedgerReport['facts'],
): LedgerEntry {
  const reportDigest = keepReport(dataFolder, { at, matter, facts });
  return entryOf({ kind: 'incident', at: toMinute(at), matter, reportDigest });
}

/** Tells the ledger that booths start without a measure that the last start had, or the first should have had. */
export async function noticeIsolation(
  terms: NoticedTerms,
  missing: readonly string[],
): Promise<void> {
  await terms.store.appendOnChange(
    'isolation missing',
    missing.toSorted().join(' '),
    (last = '') => {
      const before = last.split(' ');
      const fresh = missing.filter((measure) => !before.includes(measure)).toSorted();
      return fresh.length === 0 ? [] : [incident(terms, 'isolation-reduced', { missing: fresh })];
    },
    terms.at,
  );
}

/** Tells the ledger that it is shorter, or another, than what its key has signed: its database was brought back, or lost. */
export async function noticeRollBack(
  terms: NoticedTerms,
  { signed, stored }: { readonly signed: number; readonly stored: number },
): Promise<void> {
  await terms.store.append([incident(terms, 'ledger-rolled-back', { signed, stored })], terms.at);
}

/** Tells the ledger once for each way in which witnesses say that it contradicts what they have signed. */
export async function noticeContradiction(
  terms: NoticedTerms,
  { how, verifierKey }: { readonly how: string; readonly verifierKey: string },
): Promise<void> {
  const log = toBase64Url(digest(Buffer.from(verifierKey)));
  await terms.store.appendOnChange(
    `contradicted ${log} ${how}`,
    'said',
    () => [incident(terms, 'witness-contradicted', { how })],
    terms.at,
  );
}

/** Tells the ledger that samples may stand in for cameras from now on: what follows may be no person's. */
export async function noticeDemonstration(terms: NoticedTerms, isOn: boolean): Promise<void> {
  const act = 'demonstration-on';
  const said = (): readonly LedgerEntry[] => {
    const reasonDigest = keepReport(terms.dataFolder, { at: terms.at, matter: act, facts: {} });
    const exception: Statement = {
      kind: 'exception',
      at: toMinute(terms.at),
      act,
      office: 'operator',
      reasonDigest,
    };
    return [entryOf(exception)];
  };
  await terms.store.appendOnChange(
    'demonstration',
    isOn ? 'on' : 'off',
    () => (isOn ? said() : []),
    terms.at,
  );
}
