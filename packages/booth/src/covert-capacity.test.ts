import { SYMBOL_BUDGET, SYMBOL_GRID_MS, BOOTH_SYMBOLS } from '@bonin/core';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DEFAULT_BOOTH_LIMITS } from './limits.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Kinds in which an end without a verdict is told, rounded up to a power of two. */
const END_KINDS = 8;

function log2Choose(of: number, some: number): number {
  let bits = 0;
  for (let at = 1; at <= some; at += 1) bits += Math.log2((of - some + at) / at);
  return bits;
}

/** Adds numbers that are given by their logarithms. */
function log2Sum(bits: readonly number[]): number {
  const largest = Math.max(...bits);
  return largest + Math.log2(bits.reduce((sum, each) => sum + 2 ** (each - largest), 0));
}

describe('the covert capacity of the booths of an attempt', () => {
  const { servingMs, exitMs } = DEFAULT_BOOTH_LIMITS;
  // The matcher's time to exit, and after that the reader's, should it still be there.
  const ticks = (servingMs + 2 * exitMs) / SYMBOL_GRID_MS + SYMBOL_BUDGET;
  const perSymbol = Math.log2(BOOTH_SYMBOLS.length);

  it('is what the threat model and the alphabet say, computed from the limits', () => {
    const words = SYMBOL_BUDGET * perSymbol;
    const moments = log2Choose(ticks, SYMBOL_BUDGET);
    const said = Array.from(
      { length: SYMBOL_BUDGET + 1 },
      (_, symbols) => log2Choose(ticks, symbols) + symbols * perSymbol,
    );
    const all = log2Sum(said) + Math.log2(ticks) + Math.log2(END_KINDS);
    const threats = readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8');
    const alphabet = readFileSync(join(ROOT, 'docs/formats/booth-alphabet.md'), 'utf8');
    assert.ok(threats.includes(`**${words} bits** by value`));
    assert.ok(threats.includes(`${ticks} ticks`));
    assert.ok(threats.includes(`up to ${Math.ceil(moments)} bits by the choice`));
    assert.ok(threats.includes(`at most **${Math.ceil(all)} bits**`), `${all}`);
    assert.ok(alphabet.includes(`${Math.ceil(all)} bits`));
  });
});
