import { toMinute, type HexDigest } from '@bonin/ledger';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { placeOnce } from '../keys/owner-only-file.ts';

const FORMAT = 'bonin/ledger-report/v1';

/** What an exception or an incident of the ledger rests on: words and numbers of ours, and nothing of a person. */
export interface LedgerReport {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The act of the exception or the matter of the incident. */
  readonly matter: string;
  readonly facts: Readonly<Record<string, string | number | readonly string[]>>;
}

/** The report as text; the ledger holds its digest. See docs/formats/ledger.md, “Report”. */
export function reportText({ at, matter, facts }: LedgerReport): string {
  return `${JSON.stringify({ format: FORMAT, at: toMinute(at), matter, facts })}\n`;
}

/** Digest of a report. */
export function reportDigest(report: LedgerReport): HexDigest {
  return createHash('sha256').update(reportText(report)).digest('hex');
}

/** Keeps a report beside the keys, under its digest, for whoever asks what a statement of the ledger is about. */
export function keepReport(dataFolder: string, report: LedgerReport): HexDigest {
  const digest = reportDigest(report);
  placeOnce(join(dataFolder, 'reports', `${digest}.json`), reportText(report));
  return digest;
}
