import type { ChallengeProfile, DecisionPolicy } from '@bonin/core';
import type { Engine } from '@bonin/engine';
import {
  between,
  oneOf,
  openSimulatedPerson,
  ORDINARY_HABITS,
  SLOW_HABITS,
  STILL_HABITS,
  streamOf,
  type Habits,
  type PersonSetup,
  type Presentation,
} from '@bonin/simulated-person';
import { EvaluationError } from '../evaluation-error.ts';
import { encodePicture } from './encode-picture.ts';
import { SPECIES, setupOf } from './index.ts';
import { runSession } from './run-session.ts';
import { PERSON, recordOf, type PlannedSession, type SessionRecord } from './session-record.ts';
import type { Sitter, Sitters, Skin } from './sitters.ts';

/** Whom a profile is for. */
const HABITS: Readonly<Record<ChallengeProfile, Habits>> = {
  ordinary: ORDINARY_HABITS,
  slow: SLOW_HABITS,
  'no-motion': STILL_HABITS,
  'no-colour': ORDINARY_HABITS,
};

export function habitsFor(profile: ChallengeProfile): Habits {
  return HABITS[profile];
}

/** Half of the portraits as they are; the others with darker skin. */
const SKINS_DRAWN: readonly Skin[] = ['own', 'own', 'medium', 'dark'];

export interface LaboratoryWorld {
  readonly engine: Engine;
  readonly sitters: Sitters;
  readonly policy: DecisionPolicy;
  readonly seed: string;
}

/** A number for whatever is told apart by words. */
export function seedOf(...words: readonly (string | number)[]): number {
  return Math.floor(streamOf(0, words.join('/'))() * 2 ** 31);
}

/**
 * Holds one session: sits somebody down, opens the species or the person, leads them through a fresh challenge.
 *
 * @throws {EvaluationError} `DATA_FOLDER_UNUSABLE`
 */
export async function holdSession(
  { profile, name, trial, attempt }: PlannedSession,
  { engine, sitters, policy, seed }: LaboratoryWorld,
  { goesBeyond }: { readonly goesBeyond: boolean },
): Promise<SessionRecord> {
  const asked = policy.challenges?.[profile];
  if (asked === undefined) throw new EvaluationError('POLICY_UNUSABLE', { profile });
  // The same people and places for every species, so that species differ in nothing else.
  const placeSeed = seedOf(seed, profile, trial);
  const sessionSeed = attempt === 1 ? placeSeed : seedOf(seed, profile, trial, attempt);
  const skin = oneOf(streamOf(placeSeed, 'skin'), SKINS_DRAWN);
  const victim = await sitters.seat(trial, { skin });
  const setup = setupOf(placeSeed);
  const presentation =
    name === PERSON
      ? openSimulatedPerson(victim.model, {
          seed: sessionSeed,
          setup: attempt === 1 ? setup : satDownAgain(setup, sessionSeed),
          habits: habitsFor(profile),
        })
      : await openAttack(name, victim, { sitters, trial, seed: sessionSeed });
  const random = streamOf(sessionSeed, 'challenge');
  const ending = await runSession(presentation, victim.reference, {
    engine,
    policy: { ...policy.face, challenge: asked.evidence },
    outline: asked.outline,
    draw: (below) => Math.floor(random() * below),
    encode: encodePicture,
    goesBeyond,
  });
  const place = { ...setup.kind, room: setup.room, skin: victim.skin };
  return recordOf(ending, { trial, attempt, place });
}

async function openAttack(
  name: string,
  victim: Sitter,
  {
    sitters,
    trial,
    seed,
  }: { readonly sitters: Sitters; readonly trial: number; readonly seed: number },
): Promise<Presentation> {
  const species = Object.entries(SPECIES).find(([known]) => known === name)?.[1];
  if (species === undefined) throw new RangeError(`no species ${name}`);
  const attacker = await sitters.seat(victim.place + 1 + (trial % 7), {
    skin: 'own',
    besides: victim.place,
  });
  return species({ victim: victim.model, attacker: attacker.model }, seed);
}

/** The same room, light and camera, the person a little elsewhere. */
function satDownAgain(setup: PersonSetup, seed: number): PersonSetup {
  const random = streamOf(seed, 'sat down again');
  return {
    ...setup,
    distanceM: setup.distanceM * between(random, 0.94, 1.06),
    offCentre: [
      setup.offCentre[0] + between(random, -0.03, 0.03),
      setup.offCentre[1] + between(random, -0.02, 0.02),
    ],
  };
}
