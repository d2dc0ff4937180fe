import { parseArgs } from 'node:util';
import { CliError } from '../cli-error.ts';

/** What `bonin policy` was asked to do. */
export type PolicyCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'check'; readonly files: readonly string[] }
  | { readonly kind: 'keys'; readonly name: string; readonly out: string }
  | { readonly kind: 'sign'; readonly file: string; readonly key: string; readonly out: string }
  | {
      readonly kind: 'verify';
      readonly files: readonly string[];
      readonly operators: string;
      readonly persons: number;
    }
  | {
      readonly kind: 'explain';
      readonly registrationId: string;
      readonly facts: string;
      readonly inForce: readonly string[];
      readonly language: 'en' | 'ko';
    }
  | {
      readonly kind: 'replay';
      readonly facts: string;
      readonly inForce: readonly string[];
      readonly policy: string;
      readonly from: number;
      readonly until: number;
      readonly asJson: boolean;
    };

const OPTIONS = {
  out: { type: 'string' },
  key: { type: 'string' },
  operators: { type: 'string' },
  persons: { type: 'string', default: '2' },
  facts: { type: 'string' },
  'in-force': { type: 'string', multiple: true },
  policy: { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
  lang: { type: 'string', default: 'en' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Reads the words after `bonin policy`. @throws {CliError} `ARGUMENTS_UNUSABLE`, naming the part */
export function parsePolicyArguments(words: readonly string[]): PolicyCommand {
  const { values, positionals } = readWords(words);
  const [command, ...rest] = positionals;
  if (values.help || command === undefined || command === 'help') return { kind: 'help' };
  const [first] = rest;
  switch (command) {
    case 'check':
      return { kind: 'check', files: atLeastOne(rest) };
    case 'keys':
      return { kind: 'keys', name: given(first, 'name'), out: given(values.out, 'out') };
    case 'sign':
      return {
        kind: 'sign',
        file: given(first, 'file'),
        key: given(values.key, 'key'),
        out: given(values.out, 'out'),
      };
    case 'verify': {
      const persons = Number(values.persons);
      if (!Number.isSafeInteger(persons)) throw unusable('persons');
      const operators = given(values.operators, 'operators');
      return { kind: 'verify', files: atLeastOne(rest), operators, persons };
    }
    case 'explain':
      return {
        kind: 'explain',
        registrationId: given(first, 'registration'),
        facts: given(values.facts, 'facts'),
        inForce: atLeastOne(values['in-force'] ?? [], 'in-force'),
        language: languageOf(values.lang),
      };
    case 'replay':
      return {
        kind: 'replay',
        facts: given(values.facts, 'facts'),
        inForce: values['in-force'] ?? [],
        policy: given(values.policy, 'policy'),
        from: momentOf(values.from, 'from') ?? -Infinity,
        until: momentOf(values.until, 'until') ?? Infinity,
        asJson: values.json,
      };
    default:
      throw unusable('command');
  }
}

function readWords(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch {
    throw unusable('option');
  }
}

function given(text: string | undefined, part: string): string {
  if (text === undefined || text === '') throw unusable(part);
  return text;
}

function atLeastOne(files: readonly string[], part = 'file'): readonly string[] {
  if (files.length === 0) throw unusable(part);
  return files;
}

function momentOf(text: string | undefined, part: string): number | undefined {
  if (text === undefined) return undefined;
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) throw unusable(part);
  return moment;
}

function languageOf(text: string): 'en' | 'ko' {
  if (text !== 'en' && text !== 'ko') throw unusable('lang');
  return text;
}

function unusable(part: string): CliError {
  return new CliError('ARGUMENTS_UNUSABLE', { part });
}
