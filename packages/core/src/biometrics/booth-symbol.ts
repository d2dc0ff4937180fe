/**
 * The alphabet in which a matcher booth speaks: sixteen words, four bits each.
 *
 * At most {@link SYMBOL_BUDGET} symbols leave a booth after its first input byte, so at most 64 bits.
 * The order is the code on the wire; see docs/formats/booth-alphabet.md.
 *
 * A guidance word said before `reference-acquired` speaks of the card image, afterwards of the live face.
 */
export const BOOTH_SYMBOLS = [
  'reference-acquired',
  'image-unreadable',
  'no-face',
  'several-faces',
  'come-nearer',
  'move-back',
  'adjust-light',
  'look-straight',
  'hold-still',
  'step-done',
  'capture-sufficient',
  'match',
  'non-match',
  'attack-presentation',
  'undecided',
  'capture-unusable',
] as const;

/** One word of {@link BOOTH_SYMBOLS}. */
export type BoothSymbol = (typeof BOOTH_SYMBOLS)[number];

/** Most symbols one booth may say; the next one ends it. */
export const SYMBOL_BUDGET = 16;

/** Symbols are handed on only on this grid, so that their timing says little. */
export const SYMBOL_GRID_MS = 250;

/** Words that end an attempt; a booth says exactly one, as its last. */
export const VERDICT_SYMBOLS = [
  'match',
  'non-match',
  'attack-presentation',
  'undecided',
  'capture-unusable',
] as const satisfies readonly BoothSymbol[];

/** What a booth says of an attempt. It decides nothing by itself; the decision is made of it and of the time. */
export type VerdictSymbol = (typeof VERDICT_SYMBOLS)[number];

/** Words that tell the applicant what to change. */
export type GuidanceSymbol = Exclude<BoothSymbol, VerdictSymbol>;

/** Tells whether a symbol ends an attempt. */
export function isVerdict(symbol: BoothSymbol): symbol is VerdictSymbol {
  return (VERDICT_SYMBOLS as readonly BoothSymbol[]).includes(symbol);
}

/**
 * Reads the symbol that a byte stands for; `undefined` when it stands for none.
 *
 * Not verified: that the booth may say it now. The parent counts and orders what a booth says.
 */
export function symbolOf(byte: number): BoothSymbol | undefined {
  return BOOTH_SYMBOLS[byte];
}

/** The byte that stands for a symbol. */
export function codeOf(symbol: BoothSymbol): number {
  return BOOTH_SYMBOLS.indexOf(symbol);
}
