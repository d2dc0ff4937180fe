import { isVerdict, type BoothSymbol, type GuidanceSymbol } from '@bonin/core';

/** Words that say how far a capture has come. There is nothing to change at them. */
const PROGRESS = [
  'reference-acquired',
  'step-done',
  'capture-sufficient',
] as const satisfies readonly GuidanceSymbol[];

/** A word of the booth that says what to change about a picture: each has a sentence for a person. */
export type Correction = Exclude<GuidanceSymbol, (typeof PROGRESS)[number]>;

export function isCorrection(symbol: BoothSymbol): symbol is Correction {
  return !isVerdict(symbol) && !(PROGRESS as readonly BoothSymbol[]).includes(symbol);
}
