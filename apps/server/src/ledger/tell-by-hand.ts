import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Instant } from '@bonin/core';
import { referTo, toMinute, type HexDigest, type Statement } from '@bonin/ledger';
import type { LedgerStore } from '@bonin/workflows';
import { ServerError } from '../server-error.ts';
import type { ToldByHand } from './hand-words.ts';
import { entryOf } from './ledger-scribe.ts';
import { keepReport, type LedgerReport } from './report.ts';

const SALT_BYTES = 32;

/**
 * Has the ledger told what a person tells it: in the transaction in which the service keeps it, with a report as for what the
 * service tells of itself.
 *
 * Personal data: reads a written report to hash it, and keeps nothing of it. The digest stands behind a salt, as what is
 * short could be guessed.
 *
 * @returns the statement as the ledger has it
 * @throws {ServerError} `LEDGER_EMPTY`, `REGISTRATION_UNKNOWN`, `WRITTEN_REPORT_UNREADABLE`
 */
export async function tellByHand(
  store: LedgerStore,
  told: ToldByHand,
  { dataFolder, at }: { readonly dataFolder: string; readonly at: Instant },
): Promise<Statement> {
  // A ledger begins with what is in force, which a start of the service tells.
  if ((await store.newest()) === undefined) throw new ServerError('LEDGER_EMPTY');
  const facts = told.writtenFile === undefined ? {} : factsOf(told.writtenFile);
  const word = told.kind === 'incident' ? told.matter : told.act;
  const keep = () =>
    statementOf(told, { at, digest: keepReport(dataFolder, { at, matter: word, facts }) });
  const registration = told.kind === 'exception' ? told.registration : undefined;
  if (registration === undefined) {
    const statement = keep();
    await store.append([entryOf(statement)], at);
    return statement;
  }
  const kept: Statement[] = [];
  const outcome = await store.appendOf(
    registration,
    () => {
      kept.push(keep());
      return kept.map(entryOf);
    },
    at,
  );
  const [statement] = kept;
  if (outcome === 'unknown' || statement === undefined) {
    throw new ServerError('REGISTRATION_UNKNOWN');
  }
  return statement;
}

function statementOf(
  told: ToldByHand,
  { at, digest }: { readonly at: Instant; readonly digest: HexDigest },
): Statement {
  const minute = toMinute(at);
  if (told.kind === 'incident') {
    return { kind: 'incident', at: minute, matter: told.matter, reportDigest: digest };
  }
  const { act, office, registration } = told;
  return {
    kind: 'exception',
    at: minute,
    act,
    office,
    reasonDigest: digest,
    ...(registration === undefined ? {} : { registration: referTo('registration', registration) }),
  };
}

function factsOf(file: string): LedgerReport['facts'] {
  let content: Uint8Array;
  try {
    content = readFileSync(file);
  } catch {
    // Not wrapped: its message quotes the path.
    throw new ServerError('WRITTEN_REPORT_UNREADABLE');
  }
  return {
    written: createHash('sha256').update(content).digest('hex'),
    salt: randomBytes(SALT_BYTES).toString('base64url'),
  };
}
