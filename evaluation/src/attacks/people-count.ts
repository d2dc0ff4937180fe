import {
  isAccepted,
  isBonaFide,
  isMatch,
  stoppedBy,
  type Detector,
  type SessionPolicy,
} from './decide-sessions.ts';
import type { SessionRecord } from './session-record.ts';

/** Tries that a person has, as long as none is confirmed. A capture that was not good enough is none. */
export const TRIES = 3;
/** Captures in all, good enough or not. */
export const CAPTURES_MOST = 6;

const APART_BY = ['light', 'camera', 'noise', 'room', 'skin'] as const;

/** What became of simulated people under one policy. */
export interface PeopleCount {
  readonly trials: number;
  /** People whose first capture was not good enough. */
  readonly unusable: number;
  /** Of each person the first capture that was good enough; where there is none, the last. */
  readonly firstTries: readonly SessionRecord[];
  readonly first: {
    readonly notBonaFide: number;
    readonly notMatched: number;
    readonly notConfirmed: number;
    readonly repeated: number;
    /** Of those not confirmed. */
    readonly stopped: readonly (readonly [Detector, number])[];
    readonly missed: readonly (readonly [string, number])[];
  };
  readonly notConfirmedInThree: number;
  /** People not confirmed of whom not all tries were run: they count as not confirmed. */
  readonly triesMissing: number;
  readonly apart: readonly {
    readonly by: (typeof APART_BY)[number];
    readonly value: string;
    readonly of: number;
    readonly notBonaFide: number;
    readonly notConfirmed: number;
  }[];
  /** Of first tries that were answered to the end. */
  secondsAt(quantile: number): number;
}

export function countPeople(
  sessions: readonly SessionRecord[],
  policy: SessionPolicy,
): PeopleCount {
  const accepted = ({ findings }: SessionRecord): boolean => isAccepted(findings, policy);
  const byTrial = new Map<number, SessionRecord[]>();
  for (const session of sessions)
    byTrial.set(session.trial, [...(byTrial.get(session.trial) ?? []), session]);
  const capturesOf = (trial: number): readonly SessionRecord[] =>
    (byTrial.get(trial) ?? []).toSorted((one, other) => one.attempt - other.attempt);
  const triesOf = (trial: number): readonly SessionRecord[] =>
    capturesOf(trial)
      .filter(({ hindrance }) => hindrance === undefined)
      .slice(0, TRIES);
  const firstTries = [...byTrial.keys()].flatMap(
    (trial) => triesOf(trial)[0] ?? capturesOf(trial).at(-1) ?? [],
  );
  const failed = firstTries.filter((session) => !accepted(session));
  const stillFailed = failed.filter(({ trial }) => !triesOf(trial).some(accepted));
  const lasted = firstTries
    .filter(({ missed }) => missed === undefined)
    .map(({ lastedMs }) => lastedMs / 1_000)
    .sort((one, other) => one - other);
  const notBonaFide = (of: readonly SessionRecord[]): number =>
    of.filter(({ findings }) => !isBonaFide(findings, policy)).length;
  return {
    trials: firstTries.length,
    unusable: sessions.filter(({ attempt, hindrance }) => attempt === 1 && hindrance !== undefined)
      .length,
    firstTries,
    first: {
      notBonaFide: notBonaFide(firstTries),
      notMatched: firstTries.filter(({ findings }) => !isMatch(findings, policy)).length,
      notConfirmed: failed.length,
      repeated: firstTries.filter(({ repeats }) => repeats > 0).length,
      stopped: tally(failed.flatMap(({ findings }) => stoppedBy(findings, policy))),
      missed: tally(failed.flatMap(({ missed }) => missed ?? [])),
    },
    notConfirmedInThree: stillFailed.length,
    triesMissing: stillFailed.filter(({ trial }) => !hasTriedEnough(capturesOf(trial))).length,
    apart: APART_BY.flatMap((by) =>
      [...new Set(firstTries.map(({ place }) => place[by]))].sort().map((value) => {
        const own = firstTries.filter(({ place }) => place[by] === value);
        return {
          by,
          value,
          of: own.length,
          notBonaFide: notBonaFide(own),
          notConfirmed: own.filter((session) => !accepted(session)).length,
        };
      }),
    ),
    secondsAt: (quantile) => lasted[Math.floor(quantile * (lasted.length - 1))] ?? Number.NaN,
  };
}

/** Whether somebody who was not confirmed has no try left. */
export function hasTriedEnough(captures: readonly SessionRecord[]): boolean {
  const tries = captures.filter(({ hindrance }) => hindrance === undefined).length;
  return tries >= TRIES || captures.length >= CAPTURES_MOST;
}

/** How often each occurs, the most frequent first. */
function tally<Item extends string>(items: readonly Item[]): readonly (readonly [Item, number])[] {
  const counts = new Map<Item, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}
