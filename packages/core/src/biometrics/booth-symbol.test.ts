import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  BOOTH_SYMBOLS,
  SYMBOL_BUDGET,
  VERDICT_SYMBOLS,
  codeOf,
  isVerdict,
  symbolOf,
} from './booth-symbol.ts';

describe('the booth alphabet', () => {
  it('has sixteen words, so that sixteen symbols are 64 bits', () => {
    assert.equal(new Set(BOOTH_SYMBOLS).size, 16);
    assert.equal(Math.log2(BOOTH_SYMBOLS.length) * SYMBOL_BUDGET, 64);
  });

  it('reads back every word from its code', () => {
    for (const symbol of BOOTH_SYMBOLS) assert.equal(symbolOf(codeOf(symbol)), symbol);
  });

  it('knows no word for any other byte', () => {
    for (let byte = 16; byte < 256; byte += 1) assert.equal(symbolOf(byte), undefined);
    assert.equal(symbolOf(-1), undefined);
    assert.equal(symbolOf(0.5), undefined);
  });

  it('has five words that end an attempt', () => {
    assert.deepEqual(BOOTH_SYMBOLS.filter(isVerdict), [...VERDICT_SYMBOLS]);
  });
});
