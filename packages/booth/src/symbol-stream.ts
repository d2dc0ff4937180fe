import type { BoothSymbol } from '@bonin/core';

/** Symbols of one booth on their way to one reader. Bounded by the symbol budget. */
export interface SymbolStream extends AsyncIterable<BoothSymbol> {
  push(symbol: BoothSymbol): void;
  finish(): void;
}

export function openSymbolStream(): SymbolStream {
  const waiting: BoothSymbol[] = [];
  let finished = false;
  let wake = Promise.withResolvers<undefined>();

  async function* read(): AsyncGenerator<BoothSymbol, void> {
    for (;;) {
      const symbol = waiting.shift();
      if (symbol !== undefined) yield symbol;
      else if (finished) return;
      else await wake.promise;
    }
  }

  function rouse(): void {
    wake.resolve(undefined);
    wake = Promise.withResolvers();
  }

  return {
    push: (symbol) => {
      waiting.push(symbol);
      rouse();
    },
    finish: () => {
      finished = true;
      rouse();
    },
    [Symbol.asyncIterator]: read,
  };
}
