/**
 * The command line: one question, one answer, an exit code.
 *
 * Results go to standard output, everything for people to standard error.
 */
import { readFileSync } from 'node:fs';
import { parseArguments, type Command } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { EXIT_CODE } from './exit-code.ts';
import { reportError, reportVerification, wordingOf, type ReportStyle } from './report.ts';

const PACKAGE = new URL('../package.json', import.meta.url);

/** How to answer when the command itself could not be read. */
const PLAIN: ReportStyle = { language: 'en', asJson: false, withTimings: false };

async function run(words: readonly string[]): Promise<number> {
  let style = PLAIN;
  try {
    if (words[0] === 'policy') return await runPolicy(words.slice(1));
    const command = parseArguments(words);
    if (command.kind === 'verify') style = command;
    return await obey(command);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return print(reportError(error, style));
  }
}

async function obey(command: Command): Promise<number> {
  switch (command.kind) {
    case 'help':
      console.log(wordingOf(command.language).help[command.of]);
      return EXIT_CODE.yes;
    case 'version': {
      const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { readonly version: string };
      console.log(`bonin ${version}`);
      return EXIT_CODE.yes;
    }
    case 'verify': {
      // Only here, so that help and version need not wait for what verifying takes.
      const { verify } = await import('./verify.ts');
      return print(reportVerification(await verify(command), command));
    }
  }
}

async function runPolicy(words: readonly string[]): Promise<number> {
  // Only here, so that verifying need not wait for it.
  const { parsePolicyArguments } = await import('./policy/policy-arguments.ts');
  const { obeyPolicy } = await import('./policy/obey-policy.ts');
  const { output, exitCode } = await obeyPolicy(parsePolicyArguments(words));
  console.log(output);
  return exitCode;
}

function print({ output, remarks, exitCode }: ReturnType<typeof reportError>): number {
  if (output !== '') console.log(output);
  for (const remark of remarks) console.error(remark);
  return exitCode;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch {
  // Not told what: an unforeseen error may quote what it was given.
  console.error('Something of ours broke. Nothing was decided. [FAULT]');
  process.exitCode = EXIT_CODE.fault;
}
