/**
 * What people may tell the ledger of: words of closed lists, each with its row in docs/formats/ledger.md.
 *
 * No list has a word for a person, and nothing can be added on the command line: no name and no number gets into the ledger.
 */
import { parseArgs } from 'node:util';
import { parseRegistrationId, type RegistrationId } from '@bonin/core';
import { ServerError } from '../server-error.ts';

/** What went wrong that the service cannot notice of itself. */
export const MATTERS = [
  'attack-accepted',
  'build-altered',
  'clock-wrong',
  'face-data-retained',
  'host-intruded',
  'key-exposed',
  'personal-data-disclosed',
  'records-lost',
  'service-interrupted',
  'wrong-result-given',
] as const;
export type Matter = (typeof MATTERS)[number];

/** What somebody did that the rules do not foresee. */
export const ACTS = [
  'backup-restored',
  'database-changed',
  'erasure-withheld',
  'inspector-admitted',
  'isolation-waived',
  'memory-inspected',
  'records-handed-over',
  'result-set-aside',
] as const;
export type Act = (typeof ACTS)[number];

/** On whose order; never who. */
export const OFFICES = [
  'court',
  'mobile-operator',
  'operator',
  'policy-operator',
  'supervisory-authority',
] as const;
export type Office = (typeof OFFICES)[number];

interface Written {
  /** A file that says more, of which the ledger is told a digest alone. */
  readonly writtenFile?: string;
}

/** A statement that a person has the ledger told. */
export type ToldByHand =
  | (Written & { readonly kind: 'incident'; readonly matter: Matter })
  | (Written & {
      readonly kind: 'exception';
      readonly act: Act;
      readonly office: Office;
      readonly registration?: RegistrationId;
    });

/**
 * Reads the words behind `ledger incident` and `ledger exception`.
 *
 * @throws {ServerError} `LEDGER_WORD_UNKNOWN` with the words that are known; `COMMAND_UNKNOWN`
 * @throws {RegistrationError} `REGISTRATION_ID_MALFORMED`
 */
export function readToldByHand(kind: ToldByHand['kind'], words: readonly string[]): ToldByHand {
  const { values, positionals } = readOptions(words);
  const [word, ...more] = positionals;
  if (more.length > 0) throw new ServerError('COMMAND_UNKNOWN');
  const { written, office, registration } = values;
  const writtenFile = written === undefined ? {} : { writtenFile: written };
  if (kind === 'incident') {
    if (office !== undefined || registration !== undefined)
      throw new ServerError('COMMAND_UNKNOWN');
    return { kind, matter: oneOf('matter', MATTERS, word), ...writtenFile };
  }
  return {
    kind,
    act: oneOf('act', ACTS, word),
    office: oneOf('office', OFFICES, office),
    ...(registration === undefined ? {} : { registration: parseRegistrationId(registration) }),
    ...writtenFile,
  };
}

function oneOf<Word extends string>(
  what: 'matter' | 'act' | 'office',
  known: readonly Word[],
  given: string | undefined,
): Word {
  const found = known.find((word) => word === given);
  if (found === undefined) {
    throw new ServerError('LEDGER_WORD_UNKNOWN', { what, known: known.join(' ') });
  }
  return found;
}

function readOptions(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        office: { type: 'string' },
        registration: { type: 'string' },
        written: { type: 'string' },
      },
    });
  } catch {
    // Not wrapped: the message quotes what was typed.
    throw new ServerError('COMMAND_UNKNOWN');
  }
}
