import {
  CHALLENGE_STEPS_MOST,
  SYMBOL_BUDGET,
  type BoothSymbol,
  type GuidanceSymbol,
  type VerdictSymbol,
} from '@bonin/core';

/** Guidance words of one life, so that reference, sufficiency and verdict always fit into the budget. */
export const GUIDANCE_MAX = 12;

/** A state has to hold this long before it is spoken of: people move. */
const HOLD_MS = 1_000;

/** Chooses what to say and when, so that a booth stays within its few words. */
export interface Speech {
  referenceAcquired(): void;
  /** A frame could not be used for this reason. */
  frameRefused(reason: GuidanceSymbol, atMs: number): void;
  frameAcquired(atMs: number): void;
  captureSufficient(): void;
  /** The step that was asked for was seen. */
  stepDone(): void;
  /** The last word, and before it what to change, where there is something to change. */
  conclude(verdict: VerdictSymbol, toChange?: GuidanceSymbol): void;
}

/** Under a challenge the steps take up to {@link CHALLENGE_STEPS_MOST} words, and guidance has what is left. */
export const CHALLENGE_GUIDANCE_MAX = SYMBOL_BUDGET - 2 - CHALLENGE_STEPS_MOST;

export function openSpeech(
  say: (symbol: BoothSymbol) => void,
  guidanceMax: number = GUIDANCE_MAX,
): Speech {
  // One of them is kept for the word that explains an unusable capture.
  const runningMax = guidanceMax - 1;
  let guidanceSaid = 0;
  let lastSaid: GuidanceSymbol | undefined;
  let holding: GuidanceSymbol | 'nothing-to-change' | undefined;
  let holdingSinceMs = 0;

  function hold(state: GuidanceSymbol | 'nothing-to-change', atMs: number): boolean {
    if (state !== holding) {
      holding = state;
      holdingSinceMs = atMs;
    }
    return atMs - holdingSinceMs >= HOLD_MS;
  }

  return {
    referenceAcquired: () => {
      say('reference-acquired');
    },
    frameRefused: (reason, atMs) => {
      const isHeld = hold(reason, atMs);
      if (!isHeld || reason === lastSaid || guidanceSaid >= runningMax) return;
      lastSaid = reason;
      guidanceSaid += 1;
      say(reason);
    },
    frameAcquired: (atMs) => {
      // Whoever did well for a while may be told the same thing again.
      if (hold('nothing-to-change', atMs)) lastSaid = undefined;
    },
    stepDone: () => {
      lastSaid = undefined;
      say('step-done');
    },
    captureSufficient: () => {
      say('capture-sufficient');
    },
    conclude: (verdict, toChange) => {
      if (toChange !== undefined) say(toChange);
      say(verdict);
    },
  };
}
