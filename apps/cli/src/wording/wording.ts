import type { GuidanceSymbol, VerdictSymbol } from '@bonin/core';
import type { CaptureErrorCode } from '../capture-error-code.ts';
import type { CliErrorCode } from '../cli-error.ts';

/** The others are said by what the booth said: there it is card or frames, and what of them. */
type SaidByCode = Exclude<CliErrorCode, CaptureErrorCode> | 'PROBE_TOO_FEW_FRAMES';

/** All that the command line says to people, in one language. Keyed by meaning. */
export interface Wording {
  readonly verdicts: Readonly<Record<Exclude<VerdictSymbol, 'capture-unusable'>, string>>;
  readonly errors: Readonly<Record<SaidByCode, string>>;
  /** What is wrong with the picture of the card, by the booth's word. */
  readonly referenceGuidance: Readonly<Record<GuidanceSymbol, string>>;
  readonly probeGuidance: Readonly<Record<GuidanceSymbol, string>>;
  readonly captureUnusable: string;
  readonly inputs: Readonly<Record<'reference' | 'probe', string>>;
  readonly notVerified: string;
  readonly framesUsed: (used: number, found: number) => string;
  readonly isolation: (applied: number, all: number) => string;
  readonly timingsTitle: string;
  readonly help: Readonly<Record<'bonin' | 'verify', string>>;
}
