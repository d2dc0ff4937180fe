import { instant, type Instant } from '@bonin/core';
import type { Clock } from '@bonin/workflows';

/** A clock that stands still until it is told to move. */
export interface FakeClock extends Clock {
  advanceBy(milliseconds: number): void;
}

const START = Date.parse('2026-11-22T03:00:00.000Z');

export function fakeClock(start: number = START): FakeClock {
  let now: Instant = instant(start);
  return {
    now: () => now,
    advanceBy: (milliseconds) => {
      now = instant(now + milliseconds);
    },
  };
}
