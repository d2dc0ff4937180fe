import type { ChallengeProfile, DecisionPolicy } from '@bonin/core';
import { BLIND_REPLAY, type PlannedReplays } from './blind-replay.ts';
import { isAccepted } from './decide-sessions.ts';
import type { LaboratoryArguments } from './laboratory-arguments.ts';
import type { LaboratoryWorker } from './laboratory-workers.ts';
import { hasTriedEnough } from './people-count.ts';
import { PERSON, type SessionRecord } from './session-record.ts';
import type { SessionStore } from './session-store.ts';

/** Something that one process does at a stretch. */
type Job = (worker: LaboratoryWorker) => Promise<void>;

export interface LaboratoryRun {
  readonly policy: DecisionPolicy;
  readonly store: SessionStore;
  readonly startWorker: () => Promise<LaboratoryWorker>;
  readonly onProgress: (done: number, of: number) => void;
}

/**
 * Holds all sessions that are wanted and not stored yet, in as many processes as are wanted.
 *
 * What comes out does not hang on how many there are, nor on the order.
 *
 * @throws {EvaluationError}
 */
export async function runLaboratory(
  wanted: LaboratoryArguments,
  { policy, store, startWorker, onProgress }: LaboratoryRun,
): Promise<void> {
  const jobs =
    wanted.blind === undefined
      ? wanted.profiles.flatMap((profile) => planSessions(profile))
      : wanted.profiles.flatMap((profile) => planReplays(profile, wanted.blind ?? 0));
  const of = jobs.length;
  let done = 0;

  async function work(): Promise<void> {
    if (jobs.length === 0) return;
    await using worker = await startWorker();
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      try {
        await job(worker);
      } catch (error) {
        // The others finish what they are doing, and begin nothing new.
        jobs.length = 0;
        throw error;
      }
      done += 1;
      onProgress(done, of);
    }
  }

  const ended = await Promise.allSettled(
    Array.from({ length: Math.min(wanted.jobs, jobs.length) }, work),
  );
  for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason;

  /** All species of one trial after the other: they have the people of it in common. */
  function planSessions(profile: ChallengeProfile): Job[] {
    const stored = wanted.names.map((name) => ({
      name,
      trials: wanted.trialsOf(profile, name),
      sessions: store.begin({ profile, name }, { resume: wanted.resume }),
    }));
    const most = Math.max(0, ...stored.map(({ trials }) => trials));
    return Array.from({ length: most }, (_, trial) => trial).flatMap((trial) => {
      const missing = stored.filter(
        ({ name, trials, sessions }) =>
          trial < trials && !isComplete(profile, name, sessions, trial),
      );
      return missing.length === 0
        ? []
        : [
            async (worker: LaboratoryWorker) => {
              for (const { name, sessions } of missing)
                await holdTrial(worker, { profile, name, trial, sessions });
            },
          ];
    });
  }

  async function holdTrial(
    worker: LaboratoryWorker,
    {
      profile,
      name,
      trial,
      sessions,
    }: {
      readonly profile: ChallengeProfile;
      readonly name: string;
      readonly trial: number;
      readonly sessions: readonly SessionRecord[];
    },
  ): Promise<void> {
    let own = sessions.filter((session) => session.trial === trial);
    while (!isComplete(profile, name, own, trial)) {
      const planned = { profile, name, trial, attempt: own.length + 1 };
      const record = await worker.hold(planned, { goesBeyond: trial < wanted.beyond });
      store.add({ profile, name }, record);
      own = [...own, record];
    }
  }

  /** An attack is presented once; a person tries until confirmed, three times at most. */
  function isComplete(
    profile: ChallengeProfile,
    name: string,
    sessions: readonly SessionRecord[],
    trial: number,
  ): boolean {
    const own = sessions.filter((session) => session.trial === trial);
    const challenge = policy.challenges?.[profile]?.evidence;
    if (name !== PERSON) return own.length > 0;
    return (
      hasTriedEnough(own) ||
      (challenge !== undefined &&
        own.some(({ findings }) => isAccepted(findings, { ...policy.face, challenge })))
    );
  }

  function planReplays(profile: ChallengeProfile, count: number): Job[] {
    const series = { profile, name: BLIND_REPLAY };
    const stored = new Set(
      store.begin(series, { resume: wanted.resume }).map(({ trial }) => trial),
    );
    const planned: PlannedReplays[] = Array.from(
      { length: Math.ceil(count / REPLAYS_OF_ONE) },
      (_, recording) => ({
        profile,
        recording,
        replays: Array.from(
          { length: Math.min(REPLAYS_OF_ONE, count - recording * REPLAYS_OF_ONE) },
          (__, at) => recording * REPLAYS_OF_ONE + at,
        ).filter((replay) => !stored.has(replay)),
      }),
    );
    return planned
      .filter(({ replays }) => replays.length > 0)
      .map((one) => async (worker: LaboratoryWorker) => {
        for (const record of await worker.replay(one)) store.add(series, record);
      });
  }
}

/** How often one recording is played. */
const REPLAYS_OF_ONE = 50;
