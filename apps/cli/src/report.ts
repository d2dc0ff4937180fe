import type { GuidanceSymbol } from '@bonin/core';
import type { Language } from './arguments.ts';
import { isFault, type CliError } from './cli-error.ts';
import { EXIT_CODE } from './exit-code.ts';
import { tabulate } from './timings.ts';
import type { Verification } from './verify.ts';
import { ENGLISH } from './wording/english.ts';
import { KOREAN } from './wording/korean.ts';
import type { Wording } from './wording/wording.ts';

/** What to print, and what to tell the shell. */
export interface Report {
  /** The answer. */
  readonly output: string;
  /** What people should know besides. */
  readonly remarks: readonly string[];
  readonly exitCode: number;
}

export interface ReportStyle {
  readonly language: Language;
  readonly asJson: boolean;
  readonly withTimings: boolean;
}

export function wordingOf(language: Language): Wording {
  return language === 'ko' ? KOREAN : ENGLISH;
}

export function reportVerification(verification: Verification, style: ReportStyle): Report {
  const { verdict, frames, isolation, account, timings } = verification;
  const words = wordingOf(style.language);
  const answer = verdict === 'match' ? 'Y' : 'N';
  const sentence = words.verdicts[verdict];
  const exitCode = answer === 'Y' ? EXIT_CODE.yes : EXIT_CODE.no;
  if (style.asJson) {
    const spent = style.withTimings ? { timings } : {};
    const facts = { answer, verdict, sentence, frames, isolation, booth: account, ...spent };
    return { output: JSON.stringify(facts), remarks: [], exitCode };
  }
  const remarks = [
    words.framesUsed(frames.used, frames.found),
    words.isolation(isolation.applied.length, isolation.measures),
    words.notVerified,
  ];
  if (style.withTimings) remarks.push('', words.timingsTitle, ...tabulate(timings));
  return { output: `${answer}  ${sentence}`, remarks, exitCode };
}

export function reportError(error: CliError, style: ReportStyle): Report {
  const words = wordingOf(style.language);
  const sentence = sentenceOf(error, words);
  const exitCode = isFault(error) ? EXIT_CODE.fault : EXIT_CODE.inputUnusable;
  if (style.asJson) {
    const facts = { answer: null, code: error.code, details: error.details, sentence };
    return { output: JSON.stringify(facts), remarks: [], exitCode };
  }
  const { role, place } = error.details;
  const where =
    role === 'reference' || role === 'probe'
      ? `${words.inputs[role]}${typeof place === 'number' && role === 'probe' ? ` ${place}` : ''}: `
      : '';
  return { output: '', remarks: [`${where}${sentence} [${error.code}]`], exitCode };
}

function sentenceOf({ code, details }: CliError, words: Wording): string {
  if (code in words.errors) return words.errors[code as keyof Wording['errors']];
  const { role, guidance } = details;
  const sentences = role === 'reference' ? words.referenceGuidance : words.probeGuidance;
  if (typeof guidance !== 'string' || !(guidance in sentences)) return words.captureUnusable;
  return sentences[guidance as GuidanceSymbol];
}
