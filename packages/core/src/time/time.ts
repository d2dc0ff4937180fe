import type { Brand } from '../brand.ts';

/** Milliseconds since 1970-01-01T00:00:00Z, as a fact somebody read from a clock. */
export type Instant = Brand<number, 'Instant'>;

/** A length of time. */
export type Milliseconds = Brand<number, 'Milliseconds'>;

/** Marks a number that a clock has just given as an instant. */
export function instant(epochMs: number): Instant {
  return epochMs as Instant;
}

/** Marks a number of milliseconds as a duration. */
export function milliseconds(value: number): Milliseconds {
  return value as Milliseconds;
}

/** The instant `duration` after `start`. */
export function after(start: Instant, duration: Milliseconds): Instant {
  return (start + duration) as Instant;
}
