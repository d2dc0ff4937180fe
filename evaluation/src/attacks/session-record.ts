import type { ChallengeProfile, ChallengeStep, GuidanceSymbol, ProbeFindings } from '@bonin/core';
import type { SessionEnding } from './run-session.ts';
import type { PersonSetup, SkinTone } from '@bonin/simulated-person';

/** The name under which sessions of simulated people are counted. */
export const PERSON = 'person';

/** One session of the laboratory before it is held; the same for the same seed. */
export interface PlannedSession {
  readonly profile: ChallengeProfile;
  /** A species, or {@link PERSON}. */
  readonly name: string;
  readonly trial: number;
  /** From 1: a person who was not confirmed tries again. */
  readonly attempt: number;
}

/** What one session came to. Numbers only: no picture, no name. */
export interface SessionRecord {
  readonly trial: number;
  readonly attempt: number;
  readonly place: PersonSetup['kind'] & {
    readonly room: PersonSetup['room'];
    readonly skin: SkinTone;
  };
  readonly missed?: ChallengeStep['kind'];
  readonly steps: number;
  readonly stepsDone: number;
  readonly repeats: number;
  readonly frames: number;
  readonly lastedMs: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly findings: ProbeFindings;
  /** Why the capture was not good enough: then nothing was decided, and no attempt used up. */
  readonly hindrance?: GuidanceSymbol;
  /** What would have been found, had the capture gone on after the step that was missed. */
  readonly beyond?: ProbeFindings;
}

/** What is kept of a session that ended. */
export function recordOf(
  { findings, hindrance, beyond, missed, refusals, lastedMs, ...counts }: SessionEnding,
  { trial, attempt, place }: Pick<SessionRecord, 'trial' | 'attempt' | 'place'>,
): SessionRecord {
  return {
    trial,
    attempt,
    place,
    ...(missed === undefined ? {} : { missed }),
    ...counts,
    lastedMs: Math.round(lastedMs),
    refusals: Object.fromEntries(refusals),
    findings,
    ...(hindrance === undefined ? {} : { hindrance }),
    ...(beyond === undefined ? {} : { beyond }),
  };
}

/** A record as one line. What is no number there is `null`. */
export function formatRecord(record: SessionRecord): string {
  return JSON.stringify(record);
}

/**
 * Reads a line that {@link formatRecord} has written.
 *
 * @returns `undefined` for a line that was cut off
 */
export function parseRecord(line: string): SessionRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line, (_, member: unknown) => (member === null ? Number.NaN : member));
  } catch {
    return undefined;
  }
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is SessionRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Partial<Record<keyof SessionRecord, unknown>>;
  return (
    Number.isInteger(record.trial) &&
    Number.isInteger(record.attempt) &&
    typeof record.place === 'object' &&
    typeof record.findings === 'object' &&
    Number.isFinite(record.lastedMs)
  );
}
