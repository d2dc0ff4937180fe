import {
  drawAgain,
  drawChallenge,
  stepLimitMs,
  type BoothSymbol,
  type ChallengeOutline,
  type ChallengeStep,
  type DrawNumber,
} from '@bonin/core';

/**
 * A word that the booth said before it had heard of a redrawn step may be under way for so long; nobody has answered a step
 * by then.
 */
const UNDER_WAY_MS = 400;

/** Steps of one challenge that may be drawn anew because they could not be told. */
const REPEATS_MOST = 1;

export interface ReleasedStep {
  readonly step: ChallengeStep;
  /** From 1. */
  readonly place: number;
  readonly of: number;
  readonly again: boolean;
}

export interface ChallengeEvents {
  /** From now on this is asked. */
  released(released: ReleasedStep): void;
  /** Nothing more is asked. */
  over(answered: boolean): void;
}

/** Leads one capture through its challenge. */
export interface Conductor {
  heard(symbol: BoothSymbol): void;
  /** A live frame has come: the time for the first step counts from here, however long somebody took to get ready. */
  frameCame(): void;
  /** Nothing is released any more. */
  stop(): void;
}

/**
 * Draws a challenge and releases it step by step: the next only when the booth has seen the one before.
 *
 * Nobody knows a step before it is released, not even the booth. A step that is not seen in time is drawn anew once;
 * then the challenge is over and the booth decides on what it has.
 */
export function conductChallenge(
  outline: ChallengeOutline,
  draw: DrawNumber,
  events: ChallengeEvents,
): Conductor {
  const steps = [...drawChallenge(outline, draw)];
  let place = -1;
  let repeats = 0;
  let isOver = false;
  let limit: NodeJS.Timeout | undefined;
  let underWay: NodeJS.Timeout | undefined;

  function release(again: boolean): void {
    const step = steps[place];
    clearTimeout(limit);
    limit = undefined;
    if (step === undefined) {
      end(true);
      return;
    }
    if (place > 0) limitTo(step);
    events.released({ step, place: place + 1, of: steps.length, again });
  }

  function limitTo(step: ChallengeStep): void {
    limit = setTimeout(missed, stepLimitMs(step, outline));
  }

  function missed(): void {
    const step = steps[place];
    if (step === undefined || step.kind === 'straight' || repeats >= REPEATS_MOST) {
      end(false);
      return;
    }
    repeats += 1;
    steps[place] = drawAgain(step, outline, draw);
    underWay = setTimeout(() => {
      underWay = undefined;
    }, UNDER_WAY_MS);
    release(true);
  }

  function end(answered: boolean): void {
    if (isOver) return;
    stop();
    events.over(answered);
  }

  function stop(): void {
    isOver = true;
    clearTimeout(limit);
    clearTimeout(underWay);
  }

  return {
    heard(symbol) {
      if (isOver || underWay !== undefined) return;
      // The portrait can be compared with: now the person is asked.
      const begins = symbol === 'reference-acquired' && place < 0;
      if (!begins && !(symbol === 'step-done' && place >= 0)) return;
      place += 1;
      release(false);
    },
    frameCame() {
      const [first] = steps;
      const isAwaited = place === 0 && limit === undefined && !isOver;
      if (isAwaited && first !== undefined) limitTo(first);
    },
    stop,
  };
}
