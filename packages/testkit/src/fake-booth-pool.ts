import type { AbandonmentGround, BoothSymbol, ChallengeStep, VerdictSymbol } from '@bonin/core';
import { isVerdict } from '@bonin/core';
import type { BoothBegin, BoothEnding, BoothPair, BoothPool } from '@bonin/workflows';

/** Booths that open nothing: they count what they are given and say what a test tells them to say. */
export interface FakeBooth extends BoothPair {
  readonly begun: BoothBegin | undefined;
  readonly delivered: readonly Uint8Array[];
  readonly released: readonly ChallengeStep[];
  /** Says a symbol; a verdict ends the booth. */
  say(symbol: BoothSymbol): void;
  /** Ends the booth as a fault of its own would. */
  breakDown(ground: AbandonmentGround): void;
}

/** What a fake booth does by itself when it has its last chunk. */
export type FakeBoothScript = (booth: FakeBooth, chunk: Uint8Array) => void;

/** A script that gives its verdict when the chunk that ends the capture has come. */
export function verdictOnLast(verdict: VerdictSymbol): FakeBoothScript {
  return (booth, chunk) => {
    const isCard = chunk[KIND_OFFSET] === KIND_CARD;
    if (!isCard && chunk[FLAGS_OFFSET] === FLAG_LAST) booth.say(verdict);
  };
}

const KIND_OFFSET = 1;
const KIND_CARD = 1;
const FLAGS_OFFSET = 2;
const FLAG_LAST = 1;

export interface FakeBoothPool extends BoothPool {
  readonly taken: readonly FakeBooth[];
}

const ISOLATION = ['fake'];

/** A pool of fake booths, at most `size` of them serving at once. */
export function fakeBoothPool(size = 2, script: FakeBoothScript = () => undefined): FakeBoothPool {
  const taken: FakeBooth[] = [];
  let serving = 0;
  return {
    isolation: ISOLATION,
    taken,
    take: () => {
      if (serving >= size) return Promise.resolve(undefined);
      serving += 1;
      const booth = fakeBooth(script);
      taken.push(booth);
      void booth.ended.then(() => {
        serving -= 1;
      });
      return Promise.resolve(booth);
    },
    close: async () => {
      await Promise.all(taken.map((booth) => booth.end('server-stopped')));
    },
  };
}

// The base point of P-256: a well-formed key to which nobody holds the private part here.
const PUBLIC_KEY = Uint8Array.from(
  Buffer.from(
    '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
      '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
    'hex',
  ),
);

function fakeBooth(script: FakeBoothScript): FakeBooth {
  const said: BoothSymbol[] = [];
  const delivered: Uint8Array[] = [];
  const released: ChallengeStep[] = [];
  let begun: BoothBegin | undefined;
  let ending: BoothEnding | undefined;
  let wake = Promise.withResolvers<undefined>();
  const ended = Promise.withResolvers<BoothEnding>();

  const stop = (how: BoothEnding): void => {
    if (ending !== undefined) return;
    ending = how;
    wake.resolve(undefined);
    ended.resolve(how);
  };
  const booth: FakeBooth = {
    keys: { reader: PUBLIC_KEY, matcher: PUBLIC_KEY },
    isolation: ISOLATION,
    delivered,
    released,
    get begun() {
      return begun;
    },
    begin: (with_) => {
      begun = with_;
    },
    release: (step) => {
      released.push(step);
    },
    deliver: (chunk) => {
      if (ending === undefined) {
        delivered.push(Uint8Array.from(chunk));
        script(booth, chunk);
      }
      return Promise.resolve();
    },
    say: (symbol) => {
      if (ending !== undefined) return;
      said.push(symbol);
      if (isVerdict(symbol)) stop({ kind: 'concluded', verdict: symbol });
      else wake.resolve(undefined);
    },
    breakDown: (ground) => {
      stop({ kind: 'stopped', ground });
    },
    symbols: {
      async *[Symbol.asyncIterator]() {
        for (let at = 0; ;) {
          const symbol = said[at];
          if (symbol !== undefined) {
            at += 1;
            yield symbol;
          } else if (ending === undefined) {
            await wake.promise;
            wake = Promise.withResolvers();
          } else {
            return;
          }
        }
      },
    },
    ended: ended.promise,
    end: async (ground) => {
      stop({ kind: 'stopped', ground });
      await ended.promise;
    },
  };
  return booth;
}
