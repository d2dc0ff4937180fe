import {
  isVerdict,
  SYMBOL_BUDGET,
  symbolOf,
  type BoothSymbol,
  type VerdictSymbol,
} from '@bonin/core';
import type { BoothRole } from './booth-role.ts';
import { KEY_BYTES } from './pipe.ts';

/** What became of bytes that a booth wrote. */
export type EgressFinding = 'admitted' | 'violation';

/**
 * Counts all that one booth says to its parent.
 *
 * Before its first input byte a booth may write exactly one public key. From then on a matcher at most
 * `SYMBOL_BUDGET` bytes, each a symbol of the alphabet, none after a verdict; a reader not a single one. A write that
 * breaks this is refused whole, and the meter admits nothing any more.
 */
export interface EgressMeter {
  admit(written: Uint8Array): EgressFinding;
  /** From now on symbols count. Called before the first input byte is written. */
  beginInput(): void;
  /** The whole key, once it is there. */
  key(): Uint8Array | undefined;
  verdict(): VerdictSymbol | undefined;
  /** The oldest admitted guidance symbol that was not taken yet. A verdict is never handed out here. */
  takeGuidance(): BoothSymbol | undefined;
  symbolsSaid(): number;
}

export function openEgressMeter(role: BoothRole = 'matcher'): EgressMeter {
  const budget = role === 'matcher' ? SYMBOL_BUDGET : 0;
  const key = new Uint8Array(KEY_BYTES);
  const guidance: BoothSymbol[] = [];
  let keyLength = 0;
  let said = 0;
  let phase: 'key' | 'symbols' | 'violated' = 'key';
  let verdict: VerdictSymbol | undefined;

  function admit(written: Uint8Array): EgressFinding {
    const isAdmitted = phase === 'key' ? admitKey(written) : admitSymbols(written);
    if (isAdmitted) return 'admitted';
    phase = 'violated';
    verdict = undefined;
    guidance.length = 0;
    return 'violation';
  }

  function admitKey(written: Uint8Array): boolean {
    if (keyLength + written.length > KEY_BYTES) return false;
    key.set(written, keyLength);
    keyLength += written.length;
    return key[0] === 4;
  }

  function admitSymbols(written: Uint8Array): boolean {
    if (phase === 'violated' || said + written.length > budget) return false;
    const symbols = Array.from(written, symbolOf);
    for (const symbol of symbols) {
      if (symbol === undefined || verdict !== undefined) return false;
      if (isVerdict(symbol)) verdict = symbol;
      else guidance.push(symbol);
    }
    said += symbols.length;
    return true;
  }

  return {
    admit,
    beginInput: () => {
      if (phase === 'key') phase = keyLength === KEY_BYTES ? 'symbols' : 'violated';
    },
    key: () => (keyLength === KEY_BYTES ? key : undefined),
    verdict: () => verdict,
    takeGuidance: () => guidance.shift(),
    symbolsSaid: () => said,
  };
}
