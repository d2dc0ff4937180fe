import type { ChallengeProfile, ProbeFindings } from '@bonin/core';
import type { LiveObservation } from '@bonin/engine';
import { openSimulatedPerson, streamOf } from '@bonin/simulated-person';
import { EvaluationError } from '../evaluation-error.ts';
import { encodePicture } from './encode-picture.ts';
import { habitsFor, seedOf, type LaboratoryWorld } from './hold-session.ts';
import { setupOf } from './index.ts';
import { cameraOf, conductSession, type FrameSource } from './run-session.ts';
import { recordOf, type SessionRecord } from './session-record.ts';

/** The name under which blind replays are counted. */
export const BLIND_REPLAY = 'blind-replay';

/** One genuine session, played to several challenges that were drawn afterwards. */
export interface PlannedReplays {
  readonly profile: ChallengeProfile;
  readonly recording: number;
  /** The numbers of the replays. */
  readonly replays: readonly number[];
}

interface RecordedFrame {
  readonly atMs: number;
  readonly observation: LiveObservation;
}

/**
 * Records what a simulated person answers to a challenge and plays it, without looking, to fresh challenges.
 *
 * The pixels are read once, since they are the same each time; everything after that is the real examination. The
 * comparison and the passive score are taken to speak for whoever plays: the recording shows the right living person.
 * When it is at its end it begins again.
 *
 * @throws {EvaluationError} `DATA_FOLDER_UNUSABLE`
 */
export async function replayBlindly(
  { profile, recording, replays }: PlannedReplays,
  { engine, sitters, policy, seed }: LaboratoryWorld,
): Promise<readonly SessionRecord[]> {
  const asked = policy.challenges?.[profile];
  if (asked === undefined) throw new EvaluationError('POLICY_UNUSABLE', { profile });
  const facePolicy = { ...policy.face, challenge: asked.evidence };
  const recordedSeed = seedOf(seed, profile, BLIND_REPLAY, recording);
  const { model, skin } = await sitters.seat(recording, { skin: 'own' });
  const setup = setupOf(recordedSeed);
  const person = openSimulatedPerson(model, {
    seed: recordedSeed,
    setup,
    habits: habitsFor(profile),
  });
  const frames: RecordedFrame[] = [];
  const first = engine.openLive(facePolicy, drawing(recordedSeed));
  await conductSession(first, recorded(cameraOf(person, first, encodePicture), frames), {
    outline: asked.outline,
    draw: drawing(recordedSeed),
    examine: () => Promise.resolve({ findings: NOT_EXAMINED, hindrance: undefined }),
    goesBeyond: false,
  });

  const records: SessionRecord[] = [];
  for (const replay of replays) {
    const live = engine.openLive(facePolicy, drawing(seedOf(seed, profile, 'moments', replay)));
    const ending = await conductSession(live, playing(frames), {
      outline: asked.outline,
      draw: drawing(seedOf(seed, profile, 'challenge to a replay', replay)),
      examine: () =>
        Promise.resolve({
          findings: {
            ...NOT_EXAMINED,
            challenge: { kind: 'answered', findings: live.findings() },
          },
          hindrance: live.hindrance(),
        }),
      goesBeyond: false,
    });
    const place = { ...setup.kind, room: setup.room, skin };
    records.push(recordOf(ending, { trial: replay, attempt: 1, place }));
  }
  return records;
}

const NOT_EXAMINED: ProbeFindings = {
  comparison: { kind: 'not-evaluated', reason: 'no-reference' },
  pad: { kind: 'not-evaluated', reason: 'sample-unsuitable' },
  challenge: { kind: 'not-asked' },
};

function drawing(seed: number): (below: number) => number {
  const random = streamOf(seed, 'challenge');
  return (below) => Math.floor(random() * below);
}

function recorded(camera: FrameSource, into: RecordedFrame[]): FrameSource {
  return {
    see: (shown, atMs) => camera.see(shown, atMs),
    async take(atMs) {
      const observation = await camera.take(atMs);
      into.push({ atMs, observation });
      return observation;
    },
  };
}

/** Plays frames with the pauses that they were taken with, over and over. */
function playing(frames: readonly RecordedFrame[]): FrameSource {
  const pauseMs = 165;
  let at = 0;
  return {
    see() {
      // Blind.
    },
    take() {
      const frame = frames[at % frames.length];
      at += 1;
      if (frame === undefined) throw new RangeError('nothing was recorded');
      return Promise.resolve(frame.observation);
    },
    next(afterMs) {
      const before = frames[(at - 1) % frames.length];
      const next = frames[at % frames.length];
      const isLater = before !== undefined && next !== undefined && next.atMs > before.atMs;
      return afterMs + (isLater ? next.atMs - before.atMs : pauseMs);
    },
  };
}
