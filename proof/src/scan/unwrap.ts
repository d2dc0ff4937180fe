/** Shorter words are names and digests, not what something is kept in. */
const WORD_LEAST = 64;
const WORDS = new RegExp(`[A-Za-z0-9+/_-]{${String(WORD_LEAST)},}={0,2}`, 'g');
const HEX = /^[0-9A-Fa-f]+$/;
/** So deep may something be wrapped in something. */
export const DEPTH_MOST = 2;
const PIECE = 16 * 1024 * 1024;
const OVERLAP = 1024 * 1024;

/** What long words in Base64, its variant for addresses, or hexadecimal digits stand for. */
export function* unwrap(bytes: Buffer): Generator<Buffer> {
  // In pieces, as a string cannot be as long as a memory.
  for (let from = 0; from < bytes.length; from += PIECE) {
    const piece = bytes.subarray(from, from + PIECE + OVERLAP).toString('latin1');
    for (const [word] of piece.matchAll(WORDS)) {
      if (HEX.test(word)) yield Buffer.from(word, 'hex');
      // Where a word began before its place in it is not known.
      for (let shift = 0; shift < 4; shift += 1) yield Buffer.from(word.slice(shift), 'base64');
    }
  }
}
