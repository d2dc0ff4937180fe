import type { Instant } from '@bonin/core';

/** Tells the time. The only way by which an act learns it. */
export interface Clock {
  /** The time of day, from the machine's clock; it may run backwards when that is set. */
  now(): Instant;
}
