/** Random numbers from a seed, the same on every machine; for drawings and resampling, not for secrets. */
export interface SeededRandom {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  /** Uniform among 0 … count − 1. */
  below(count: number): number;
}

/**
 * Starts a sequence from any number of labels; other labels give an unrelated sequence.
 *
 * The labels are hashed (FNV-1a, then mixed), the sequence is xorshift with 128 bits of state.
 */
export function seededRandom(...labels: readonly (string | number)[]): SeededRandom {
  let hash = 0x811c9dc5;
  for (const character of labels.join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  const word = (): number => {
    hash = (hash + 0x9e3779b9) | 0;
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  let [x, y, z, w] = [word(), word(), word(), word() | 1];

  function next(): number {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return (w >>> 0) / 0x1_0000_0000;
  }
  return {
    next,
    between: (from, to) => from + (to - from) * next(),
    below: (count) => Math.floor(next() * count),
  };
}
