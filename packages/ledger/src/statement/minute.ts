/** A moment as the ledger knows it: to the minute, UTC, such as `2026-11-26T16:34Z`. */
export type Minute = string;

const MINUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/;
/** Length of a minute, in milliseconds. */
export const MINUTE_MS = 60_000;

/**
 * The minute in which an instant lies. Seconds are left away, so that a statement says little of when somebody
 * stood where.
 *
 * @param instant - milliseconds since 1970
 */
export function toMinute(instant: number): Minute {
  return `${new Date(instant).toISOString().slice(0, 16)}Z`;
}

/** Milliseconds since 1970 at which a minute begins; `undefined` when the text is no minute. */
export function startOfMinute(text: string): number | undefined {
  if (!MINUTE.test(text)) return undefined;
  const instant = Date.parse(text);
  // The thirtieth of February parses in some places, as another day, and is no moment.
  const isThatDay = new Date(instant).getUTCDate() === Number(text.slice(8, 10));
  return Number.isNaN(instant) || !isThatDay || text.slice(11, 13) === '24' ? undefined : instant;
}
