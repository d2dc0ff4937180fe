import { parseArgs } from 'node:util';
import { CliError } from './cli-error.ts';

export type Language = 'en' | 'ko';

/** What the command line was asked to do. */
export type Command =
  | { readonly kind: 'help'; readonly of: 'bonin' | 'verify'; readonly language: Language }
  | { readonly kind: 'version' }
  | VerifyCommand;

export interface VerifyCommand {
  readonly kind: 'verify';
  readonly reference: string;
  readonly probes: readonly string[];
  readonly policyFile: string | undefined;
  readonly language: Language;
  readonly asJson: boolean;
  readonly withTimings: boolean;
}

const OPTIONS = {
  reference: { type: 'string' },
  probe: { type: 'string', multiple: true },
  policy: { type: 'string' },
  lang: { type: 'string', default: 'en' },
  json: { type: 'boolean', default: false },
  timings: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const;

/**
 * Reads the words of a command. Words that follow `--probe` without an option before them are probes too.
 *
 * @throws {CliError} `ARGUMENTS_UNUSABLE`
 */
export function parseArguments(words: readonly string[]): Command {
  const { values, positionals } = readWords(words);
  const language = parseLanguage(values.lang);
  const [command, ...rest] = positionals;
  if (values.version || command === 'version') return { kind: 'version' };
  if (command === undefined || command === 'help') {
    const isBare = command === undefined && !values.help;
    if (isBare && words.length > 0) throw unusable('command');
    return { kind: 'help', of: rest[0] === 'verify' ? 'verify' : 'bonin', language };
  }
  if (command !== 'verify') throw unusable('command');
  if (values.help) return { kind: 'help', of: 'verify', language };

  const probes = [...(values.probe ?? []), ...rest];
  if (values.reference === undefined) throw unusable('reference');
  if (values.probe === undefined) throw unusable('probe');
  return {
    kind: 'verify',
    reference: values.reference,
    probes,
    policyFile: values.policy,
    language,
    asJson: values.json,
    withTimings: values.timings,
  };
}

function readWords(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch {
    throw unusable('option');
  }
}

function parseLanguage(text: string): Language {
  if (text !== 'en' && text !== 'ko') throw unusable('lang');
  return text;
}

function unusable(part: string): CliError {
  return new CliError('ARGUMENTS_UNUSABLE', { part });
}
