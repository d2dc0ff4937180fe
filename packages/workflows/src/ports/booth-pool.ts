import type {
  AbandonmentGround,
  BoothSymbol,
  ChallengeStep,
  FacePolicy,
  VerdictSymbol,
} from '@bonin/core';

/** What a booth is told before its first chunk. Holds no personal datum. */
export interface BoothBegin {
  /** HPKE `info` to which every chunk of this capture is sealed; see docs/formats/sealed-capture.md. */
  readonly info: Uint8Array;
  readonly facePolicy: FacePolicy;
}

/** How a booth ended: with its one verdict, or stopped before it said any. */
export type BoothEnding =
  | { readonly kind: 'concluded'; readonly verdict: VerdictSymbol }
  | { readonly kind: 'stopped'; readonly ground: AbandonmentGround };

/**
 * One single-use process that will serve one attempt. An implementation owes:
 *
 * - at most `SYMBOL_BUDGET` symbols, on the `SYMBOL_GRID_MS` grid, a verdict only as the last one;
 * - `ended` resolves, never rejects, and only when the process is gone;
 * - `symbols` is complete before `ended` resolves: a verdict is the last symbol yielded;
 * - no method throws because the process has ended meanwhile.
 */
export interface Booth {
  /** Made inside the booth: uncompressed P-256 point, 65 bytes. */
  readonly publicKey: Uint8Array;
  /** The isolation measures that hold for this booth, by name. */
  readonly isolation: readonly string[];
  /** Binds the booth to its attempt; called once, before the first chunk. */
  begin(begin: BoothBegin): void;
  /**
   * Passes on one sealed chunk, in order; resolves when the booth has taken it in or has ended. The
   * booth refuses what it cannot open by ending.
   */
  deliver(chunk: Uint8Array): Promise<void>;
  /** Tells the booth what is asked of the person from now on; only under a policy with a challenge. */
  release(step: ChallengeStep): void;
  readonly symbols: AsyncIterable<BoothSymbol>;
  readonly ended: Promise<BoothEnding>;
  /** Ends the booth at once, whatever it is doing; resolves when the process is gone. */
  end(ground: AbandonmentGround): Promise<void>;
}

/** Keeps never-used booths ready. */
export interface BoothPool {
  /** The isolation measures that this machine allows, by name. */
  readonly isolation: readonly string[];
  /** Hands out a never-used booth, or `undefined` when every one is serving somebody. */
  take(): Promise<Booth | undefined>;
  /** Ends every booth; resolves when all processes are gone. */
  close(): Promise<void>;
}
