import {
  between,
  eyeDistanceOf,
  eyeMiddles,
  openHeadMotion,
  openLivingHead,
  openStage,
  ORDINARY_HABITS,
  streamOf,
  type Actor,
  type Habits,
  type PersonModel,
  type PersonSetup,
  type Presentation,
  type Random,
  type RgbPicture,
} from '@bonin/simulated-person';
import {
  colourSequence,
  cutTogether,
  datedBack,
  delayed,
  HAND_HABITS,
  isColour,
  mirrored,
  olderChallenge,
  openHand,
  openPrint,
  openRecording,
  openStill,
  stretched,
  stuttering,
  switching,
  withColours,
  withFastClock,
  type PrintOptions,
} from '@bonin/simulated-person/instruments';
import type { Detector } from './decide-sessions.ts';
import { openDisplay, type DisplayOptions } from './display.ts';
import { personOf, setupOf, type Species } from './ingredients.ts';

/**
 * Kinds of attack, each a presentation made from portraits: instruments before a camera, and streams put in its place.
 *
 * They are simulations. A detector may do better or worse on real instruments; a species that never passes here says
 * that this kind of drawing does not pass.
 */
export const SPECIES = {
  'print-flat': ({ victim }, seed) => stageOf(seed, [openPrint(victim, { seed })]),

  'print-moved': ({ victim }, seed) => stageOf(seed, [handPrint(victim, seed)]),

  'print-bent': ({ victim }, seed) => {
    const bend = 1 / between(streamOf(seed, 'bend'), 0.09, 0.2);
    return stageOf(seed, [handPrint(victim, seed, { bend })]);
  },

  'print-eye-holes': ({ victim, attacker }, seed) => {
    // Head and print are moved by the same motion, since the print lies on the face.
    const behind = openLivingHead(attacker, { seed, habits: MASKED_HABITS });
    const sheet = openPrint(victim, {
      seed,
      holes: true,
      scale: 1,
      crop: { beside: 0.12, above: 0.17, below: 0.19 },
      bend: 1 / between(streamOf(seed, 'bend'), 0.15, 0.5),
      holder: openHeadMotion(seed, MASKED_HABITS),
      pivot: { x: 0, y: 0.12, z: 0.085 + PRINT_BEFORE_EYES_M },
      aside: { x: 0, y: 0, z: -PRINT_BEFORE_EYES_M },
    });
    return stageOf(seed, [behind, sheet]);
  },

  'photo-on-phone': ({ victim }, seed) => {
    const random = streamOf(seed, 'phone');
    return displayStage(seed, {
      widthM: between(random, 0.064, 0.072),
      heightM: between(random, 0.135, 0.15),
      bezelM: between(random, 0.002, 0.005),
      distanceM: between(random, 0.17, 0.23),
      faceAt: { x: 0.5, y: EYES_DOWN },
      content: still(cropAroundFace(victim, { eyeDistances: 2.6, widthPerHeight: 0.48 })),
    });
  },

  'photo-on-tablet-moved': ({ victim }, seed) => {
    const random = streamOf(seed, 'tablet');
    return displayStage(seed, {
      widthM: between(random, 0.15, 0.18),
      heightM: between(random, 0.2, 0.24),
      bezelM: between(random, 0.008, 0.015),
      distanceM: between(random, 0.3, 0.42),
      faceAt: { x: 0.5, y: EYES_DOWN },
      content: still(cropAroundFace(victim, { eyeDistances: 3.4, widthPerHeight: 0.75 })),
      holder: openHand(seed),
    });
  },

  'replay-on-screen': ({ victim }, seed) => {
    const random = streamOf(seed, 'replay');
    const setup = setupOf(seed + RECORDED_ELSEWHERE);
    const isUpright = setup.camera.height > setup.camera.width;
    const long = between(random, 0.22, 0.3);
    const play = openRecording(
      () => personOf(victim, seed + RECORDED_ELSEWHERE, setup),
      olderChallenge(random),
    );
    return displayStage(seed, {
      widthM: isUpright ? 0.75 * long : long,
      heightM: isUpright ? long : 0.75 * long,
      bezelM: between(random, 0.006, 0.015),
      distanceM: between(random, 0.22, 0.3),
      faceAt: { x: 0.5 + setup.offCentre[0], y: 0.5 + setup.offCentre[1] },
      content: play,
    });
  },

  'replay-injected': ({ victim }, seed) => {
    const play = openRecording(
      () => personOf(victim, seed + RECORDED_ELSEWHERE),
      olderChallenge(streamOf(seed, 'replay')),
    );
    let startedMs: number | undefined;
    return {
      see(_, atMs) {
        startedMs ??= atMs;
      },
      frameAt: (atMs) => play(atMs - (startedMs ?? atMs)),
    };
  },

  'still-warped': ({ victim }, seed) => {
    const mover = openHeadMotion(seed, { ...HAND_HABITS, swayDegrees: 0.8 });
    return openStill(victim, { seed, setup: setupOf(seed), mover });
  },

  'still-warped-relit': ({ victim }, seed) => {
    const mover = openHeadMotion(seed, { ...HAND_HABITS, swayDegrees: 0.8 });
    return openStill(victim, { seed, setup: setupOf(seed), mover, relit: true });
  },

  'right-motion-wrong-colours': ({ victim }, seed) => {
    const others = colourSequence(streamOf(seed, 'other colours'), MANY_COLOURS);
    let next = 0;
    return withColours(personOf(victim, seed), () => {
      next += 1;
      return others[next % MANY_COLOURS];
    });
  },

  'right-colours-flat-print': ({ victim }, seed) => {
    // In the dark and near the screen, so that the colours show as well as they can.
    const setup = setupOf(seed, { light: 'dim' });
    return stageOf(seed, [handPrint(victim, seed)], setup);
  },

  'a-turns-b-compared': ({ victim, attacker }, seed) => {
    const setup = setupOf(seed);
    const turns = personOf(attacker, seed, setup);
    const compared = openStill(victim, { seed, setup });
    return switching([turns, compared], (shown) =>
      shown.kind === 'pose' || isColour(shown) ? 0 : 1,
    );
  },

  'face-swapped-mid-session': ({ victim, attacker }, seed) => {
    // The same motion, room and camera for both: nothing but the face changes.
    const setup = setupOf(seed);
    const first = personOf(attacker, seed, setup);
    const second = personOf(victim, seed, setup);
    const victimFirst = streamOf(seed, 'order')() < 0.5;
    let poses = 0;
    let colours = 0;
    return switching(victimFirst ? [second, first] : [first, second], (shown) => {
      if (shown.kind === 'pose') poses += 1;
      if (isColour(shown)) colours += 1;
      // Where no movements are asked for, half way through the colours.
      return poses >= POSES_BEFORE_SWAP || colours >= COLOURS_BEFORE_SWAP ? 1 : 0;
    });
  },

  mirrored: ({ victim }, seed) => mirrored(personOf(victim, seed)),

  'time-stretched': ({ victim }, seed) => stretched(personOf(victim, seed), 1.6),

  'cut-together': ({ victim }, seed) => cutFromSessions(victim, seed),

  'cut-together-fast-clock': ({ victim }, seed) =>
    withFastClock(cutFromSessions(victim, seed), 1.6),

  'two-faces': ({ victim, attacker }, seed) => {
    const setup = { ...setupOf(seed), distanceM: 0.6, offCentre: [0, -0.03] as const };
    const random = streamOf(seed, 'two faces');
    const side = random() < 0.5 ? -1 : 1;
    const photo = openPrint(victim, {
      seed,
      scale: between(random, 0.75, 1),
      crop: { beside: 0.085, above: 0.12, below: 0.14 },
      aside: { x: side * 0.13, y: 0, z: 0.03 },
    });
    const living = openLivingHead(attacker, { seed, aside: { x: -side * 0.07, y: 0, z: 0 } });
    return stageOf(seed, [photo, living], setup);
  },

  'puppet-without-colours': ({ victim }, seed) =>
    withColours(personOf(victim, seed), () => undefined),

  'puppet-stuttering': ({ victim }, seed) => {
    const random = streamOf(seed, 'stutter');
    return stuttering(personOf(victim, seed), () => random() < 0.15);
  },

  'puppet-on-screen': ({ victim }, seed) => {
    // Made while the challenge is asked, and held before the camera: the puppet answers, the device shows it.
    const random = streamOf(seed, 'puppet on screen');
    const setup = setupOf(seed + RECORDED_ELSEWHERE);
    const isUpright = setup.camera.height > setup.camera.width;
    const long = between(random, 0.22, 0.3);
    const puppet = personOf(victim, seed, setup);
    const device = displayStage(seed, {
      widthM: isUpright ? 0.75 * long : long,
      heightM: isUpright ? long : 0.75 * long,
      bezelM: between(random, 0.006, 0.015),
      distanceM: between(random, 0.18, 0.26),
      faceAt: { x: 0.5 + setup.offCentre[0], y: 0.5 + setup.offCentre[1] },
      content: (atMs) => puppet.frameAt(atMs),
    });
    return {
      see(shown, atMs) {
        puppet.see(shown, atMs);
        device.see(shown, atMs);
      },
      frameAt: (atMs) => device.frameAt(atMs),
    };
  },

  'another-person': ({ attacker }, seed) => personOf(attacker, seed),

  'puppet-late': ({ victim }, seed) => delayed(personOf(victim, seed), 1500),

  'puppet-late-backdated': ({ victim }, seed) =>
    datedBack(delayed(personOf(victim, seed), 1500), between(streamOf(seed, 'back'), 500, 1500)),
} as const satisfies Readonly<Record<string, Species>>;

export type SpeciesName = keyof typeof SPECIES;
export const SPECIES_NAMES = Object.keys(SPECIES) as readonly SpeciesName[];

/**
 * Species that the challenge does not claim to stop: a puppet made in real time answers all that is asked. They are
 * presented and reported, apart from the others.
 */
export const UNCOVERED_SPECIES: ReadonlySet<string> = new Set<SpeciesName>(['puppet-on-screen']);
/** What is meant to give each species away. Another detector may stop it too. */
export const GIVEN_AWAY_BY: Readonly<Record<SpeciesName, readonly Detector[]>> = {
  'print-flat': ['poses', 'relief', 'colours'],
  'print-moved': ['relief', 'colours'],
  'print-bent': ['relief', 'colours'],
  'print-eye-holes': ['relief', 'colours'],
  'photo-on-phone': ['poses', 'relief', 'colours'],
  'photo-on-tablet-moved': ['relief', 'colours'],
  'replay-on-screen': ['poses', 'colours'],
  'replay-injected': ['poses', 'colours'],
  'still-warped': ['relief', 'colours'],
  'still-warped-relit': ['relief'],
  'right-motion-wrong-colours': ['colours'],
  'right-colours-flat-print': ['relief', 'colours'],
  'a-turns-b-compared': ['comparison'],
  'face-swapped-mid-session': ['comparison'],
  mirrored: ['poses'],
  'time-stretched': ['colours'],
  'cut-together': ['continuity'],
  'cut-together-fast-clock': ['continuity'],
  'two-faces': ['continuity'],
  'puppet-without-colours': ['colours'],
  'puppet-stuttering': ['capture'],
  'puppet-on-screen': ['passive-score'],
  'another-person': ['comparison'],
  'puppet-late': ['colours'],
  'puppet-late-backdated': ['colours', 'capture'],
};

/** Living people who are not the victim: attack detection rightly takes them for living. */
export const LIVING_SPECIES: ReadonlySet<string> = new Set<SpeciesName>(['another-person']);

/** A print before the face has to be turned farther than a face. */
const MASKED_HABITS: Habits = {
  ...ORDINARY_HABITS,
  yawDegrees: [18, 36],
  pitchDegrees: [14, 28],
};
/** Where the eyes are in a photo on a device, from its upper edge. */
const EYES_DOWN = 0.42;
const CROP_COLUMNS = 400;
const PRINT_BEFORE_EYES_M = 0.05;
/** Another seed, so that what was recorded is another session. */
const RECORDED_ELSEWHERE = 1_000_003;
const MANY_COLOURS = 97;
const POSES_BEFORE_SWAP = 2;
const COLOURS_BEFORE_SWAP = 6;

/** A stream cut together from answers to other challenges, whichever suits best. */
function cutFromSessions(victim: PersonModel, seed: number): Presentation {
  const random = streamOf(seed, 'cuts');
  const setup = setupOf(seed);
  const isSameRoom = random() < 0.7;
  const sessions = [1, 2, 3, 4].map((day) =>
    personOf(victim, seed + day * RECORDED_ELSEWHERE, onAnotherDay(setup, random, { isSameRoom })),
  );
  return cutTogether(sessions, () => between(random, 60, 260));
}

function stageOf(
  seed: number,
  actors: readonly Actor[],
  setup: PersonSetup = setupOf(seed),
): Presentation {
  return openStage({ seed, setup, actors });
}

function handPrint(victim: PersonModel, seed: number, options: Partial<PrintOptions> = {}): Actor {
  return openPrint(victim, { seed, holder: openHand(seed), ...options });
}

function displayStage(seed: number, options: Omit<DisplayOptions, 'seed'>): Presentation {
  return stageOf(seed, [openDisplay({ seed, ...options })]);
}

function still(picture: RgbPicture): () => RgbPicture {
  return () => picture;
}

/** The part of a portrait around the face that fills a display; beyond the portrait its edges go on. */
function cropAroundFace(
  { width, height, rgb, points }: PersonModel,
  {
    eyeDistances,
    widthPerHeight,
  }: { readonly eyeDistances: number; readonly widthPerHeight: number },
): RgbPicture {
  const [left, right] = eyeMiddles(points);
  const scale = (eyeDistances * eyeDistanceOf(points)) / CROP_COLUMNS;
  const rows = Math.round(CROP_COLUMNS / widthPerHeight);
  const pixels = new Uint8Array(3 * CROP_COLUMNS * rows);
  for (let row = 0, to = 0; row < rows; row += 1) {
    const y = (left.y + right.y) / 2 + (row - EYES_DOWN * rows) * scale;
    const fromRow = Math.round(Math.min(height - 1, Math.max(0, y)));
    for (let column = 0; column < CROP_COLUMNS; column += 1, to += 3) {
      const x = (left.x + right.x) / 2 + (column - CROP_COLUMNS / 2) * scale;
      const from = 3 * (fromRow * width + Math.round(Math.min(width - 1, Math.max(0, x))));
      pixels.set(rgb.subarray(from, from + 3), to);
    }
  }
  return { width: CROP_COLUMNS, height: rows, pixels };
}

/** The same room and camera, or another room, but always the person sat down anew. */
function onAnotherDay(
  setup: PersonSetup,
  random: Random,
  { isSameRoom }: { readonly isSameRoom: boolean },
): PersonSetup {
  return {
    ...setup,
    roomSeed: isSameRoom ? setup.roomSeed : Math.floor(random() * 2 ** 31),
    distanceM: setup.distanceM * between(random, 0.94, 1.06),
    offCentre: [
      setup.offCentre[0] + between(random, -0.03, 0.03),
      setup.offCentre[1] + between(random, -0.02, 0.02),
    ],
  };
}
