import type {
  AbandonmentGround,
  BoothSymbol,
  ChallengeStep,
  FacePolicy,
  VerdictSymbol,
} from '@bonin/core';

/** What every chunk of a capture is sealed to, beside the keys of its booths; see docs/formats/sealed-capture.md. */
export interface CaptureBinding {
  readonly registrationId: string;
  readonly attemptId: string;
  readonly challenge: string;
  readonly buildDigest: string;
}

/** What the booths of an attempt are told before their first chunk. Holds no personal datum. */
export interface BoothBegin {
  readonly bound: CaptureBinding;
  readonly facePolicy: FacePolicy;
}

/** Public keys, each made inside its booth: uncompressed P-256 points, 65 bytes. */
export interface BoothKeys {
  /** Of the booth that sees the card and no live face. */
  readonly reader: Uint8Array;
  /** Of the booth that sees the portrait and the live face, and nothing else of the card. */
  readonly matcher: Uint8Array;
}

/** How the booths of an attempt ended: with its one verdict, or stopped before it said any. */
export type BoothEnding =
  | { readonly kind: 'concluded'; readonly verdict: VerdictSymbol }
  | { readonly kind: 'stopped'; readonly ground: AbandonmentGround };

/**
 * Two single-use processes that will serve one attempt: a reader, and its matcher. An implementation owes:
 *
 * - at most `SYMBOL_BUDGET` symbols of both together, on the `SYMBOL_GRID_MS` grid, a verdict only as the last one;
 * - `ended` resolves, never rejects, and only when both processes are gone; when one goes, other than by having done its
 *   part, the other goes too;
 * - `symbols` is complete before `ended` resolves: a verdict is the last symbol yielded;
 * - no method throws because a process has ended meanwhile.
 */
export interface BoothPair {
  readonly keys: BoothKeys;
  /** The isolation measures that hold for both booths, by name. */
  readonly isolation: readonly string[];
  /** Binds the booths to their attempt; called once, before the first chunk. */
  begin(begin: BoothBegin): void;
  /**
   * Passes on one sealed chunk, in order, to the booth that it is for; resolves when that has taken it in or has
   * ended. A booth refuses what it cannot open by ending.
   */
  deliver(chunk: Uint8Array): Promise<void>;
  /** Tells the matcher what is asked of the person from now on; only under a policy with a challenge. */
  release(step: ChallengeStep): void;
  readonly symbols: AsyncIterable<BoothSymbol>;
  readonly ended: Promise<BoothEnding>;
  /** Ends both booths at once, whatever they are doing; resolves when the processes are gone. */
  end(ground: AbandonmentGround): Promise<void>;
}

/** Keeps pairs of never-used booths ready. */
export interface BoothPool {
  /** The isolation measures that this machine allows, by name. */
  readonly isolation: readonly string[];
  /** Hands out a never-used pair, or `undefined` when every one is serving somebody. */
  take(): Promise<BoothPair | undefined>;
  /** Ends every booth; resolves when all processes are gone. */
  close(): Promise<void>;
}
