/**
 * What is put in the place of a camera: a living person who is drawn, and instruments of attack made from the same faces.
 * They see the page as whoever is before a camera does. Runs in a page and in Node.
 */
import {
  drawSetup,
  openHeadMotion,
  openSimulatedPerson,
  openStage,
  streamOf,
  type PersonModel,
  type PersonSetup,
  type Presentation,
} from '@bonin/simulated-person';
import {
  HAND_HABITS,
  colourSequence,
  cutTogether,
  delayed,
  isColour,
  mirrored,
  openHand,
  openPrint,
  openStill,
  stretched,
  switching,
  withColours,
} from '@bonin/simulated-person/instruments';

/** Simulated people made from stills of the sample faces. */
export interface People {
  /** The man of the drawn card, from another recording than its portrait. */
  readonly manOnCard: PersonModel;
  readonly otherMan: PersonModel;
}

type Instrument = (people: People, seed: number) => Presentation;

const FRAME_COLUMNS = 336;

/**
 * An evening at a laptop: where the simulation is at its easiest for the one before it. Of the camera's picture only the
 * part is drawn that the page would show.
 */
export function eveningSetup(seed: number): PersonSetup {
  const choice = { camera: 'laptop', light: 'evening', noise: 'low', room: 'wall' } as const;
  const setup = drawSetup(streamOf(seed, 'setup'), choice);
  return { ...setup, offCentre: [0, 0], camera: { ...setup.camera, width: FRAME_COLUMNS } };
}

/** A simulated living person, who stands for one as no human subject can be had. */
export function livingPerson(
  model: PersonModel,
  seed: number,
  setup = eveningSetup(seed),
): Presentation {
  return openSimulatedPerson(model, { seed, setup });
}

/** What is injected as a stream, by name. `person` is no attack: it has to come through. */
export const STREAMS = {
  person: ({ manOnCard }, seed) => livingPerson(manOnCard, seed),

  'still-warped-as-asked': ({ manOnCard }, seed) => {
    const mover = openHeadMotion(seed, { ...HAND_HABITS, swayDegrees: 0.8 });
    return openStill(manOnCard, { seed, setup: eveningSetup(seed), mover });
  },

  'print-moved-by-hand': ({ manOnCard }, seed) => {
    const print = openPrint(manOnCard, { seed, holder: openHand(seed) });
    return openStage({ seed, setup: eveningSetup(seed), actors: [print] });
  },

  'right-motion-wrong-colours': ({ manOnCard }, seed) => {
    const others = colourSequence(streamOf(seed, 'other colours'), OTHER_COLOURS);
    let next = 0;
    return withColours(livingPerson(manOnCard, seed), () => {
      next += 1;
      return others[next % OTHER_COLOURS];
    });
  },

  'puppet-without-colours': ({ manOnCard }, seed) =>
    withColours(livingPerson(manOnCard, seed), () => undefined),

  'puppet-late': ({ manOnCard }, seed) => delayed(livingPerson(manOnCard, seed), LATE_MS),

  mirrored: ({ manOnCard }, seed) => mirrored(livingPerson(manOnCard, seed)),

  'time-stretched': ({ manOnCard }, seed) => stretched(livingPerson(manOnCard, seed), SLOWER),

  'cut-together': ({ manOnCard }, seed) => {
    const days = [1, 2, 3, 4].map((day) => livingPerson(manOnCard, seed + 1_000 * day));
    return cutTogether(days, () => 150);
  },

  'face-swapped-mid-session': ({ manOnCard, otherMan }, seed) => {
    // The same motion, room and camera for both: nothing but the face changes.
    const setup = eveningSetup(seed);
    const both = [
      livingPerson(otherMan, seed, setup),
      livingPerson(manOnCard, seed, setup),
    ] as const;
    let hasTurned = false;
    return switching(both, (shown) => {
      hasTurned ||= shown.kind === 'pose' || isColour(shown);
      return hasTurned ? 1 : 0;
    });
  },

  'another-man': ({ otherMan }, seed) => livingPerson(otherMan, seed),
} as const satisfies Readonly<Record<string, Instrument>>;

export type StreamName = keyof typeof STREAMS;

const OTHER_COLOURS = 97;
const LATE_MS = 1_500;
const SLOWER = 1.6;
