import type { LedgerScribe, WitnessedFact } from '@bonin/workflows';

export interface PlainScribe extends LedgerScribe {
  /** All that it was given to write. */
  readonly facts: readonly WitnessedFact[];
}

/** Writes facts as JSON, behind no salt: for tests that ask what the ledger is told. */
export function plainScribe(): PlainScribe {
  const facts: WitnessedFact[] = [];
  return {
    facts,
    write: (fact) => {
      facts.push(fact);
      return { statement: Buffer.from(JSON.stringify(fact)), salt: Buffer.alloc(32) };
    },
  };
}
