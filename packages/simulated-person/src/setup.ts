import { between, type Random } from './random.ts';
import type { CameraSetup } from './camera.ts';
import type { LinearColour } from './canvas.ts';
import { oneOf } from './numbers.ts';
import { ROOM_NAMES, type RoomName } from './room.ts';

/** Where and before what a session takes place. */
export interface PersonSetup {
  /** What was drawn or chosen, by name. */
  readonly kind: SetupKind;
  readonly room: RoomName;
  /** The same number furnishes the same room. */
  readonly roomSeed: number;
  /** The room's light, linear. */
  readonly roomLight: LinearColour;
  /** The most that the room's light comes and goes: mains, clouds, somebody who walks by. */
  readonly unsteadiness: number;
  readonly camera: CameraSetup;
  readonly screenLight: ScreenLight;
  /** From the camera to the eyes. */
  readonly distanceM: number;
  /** Where the eyes are seen, in shares of the picture from its middle. */
  readonly offCentre: readonly [x: number, y: number];
  /** The most that a hand moves the camera, in pixels; 0 on a table. */
  readonly handPx: number;
}

/** Which camera, which light and how much noise a setup has. */
export interface SetupKind {
  readonly camera: keyof typeof CAMERAS;
  readonly light: keyof typeof LIGHTS;
  readonly noise: keyof typeof NOISES;
}

/** The light of a page on what is before it. */
export interface ScreenLight {
  /** Of a white page on skin at {@link SCREEN_REFERENCE_M}, in shares of the room's light. */
  readonly level: number;
  /** How far the middle of the screen is below the camera. */
  readonly belowM: number;
}

/** Where a screen's level is meant. */
export const SCREEN_REFERENCE_M = 0.45;

interface CameraKind {
  readonly width: number;
  readonly height: number;
  readonly focalPx: readonly [number, number];
  readonly distanceM: readonly [number, number];
  readonly screenBelowM: number;
  readonly handPx: readonly [number, number];
  readonly blur: readonly [number, number];
  readonly contrast: readonly [number, number];
}

/** Of what a camera sees the page sends a part of seven to ten: the face with a margin around the oval. */
const CAMERAS = {
  laptop: {
    width: 336,
    height: 480,
    focalPx: [540, 620],
    distanceM: [0.42, 0.6],
    screenBelowM: 0.13,
    handPx: [0, 0],
    blur: [0.12, 0.2],
    contrast: [0, 0.35],
  },
  webcam: {
    width: 336,
    height: 480,
    focalPx: [520, 600],
    distanceM: [0.42, 0.58],
    screenBelowM: 0.18,
    handPx: [0, 0],
    blur: [0.18, 0.28],
    contrast: [0, 0.2],
  },
  phone: {
    width: 448,
    height: 640,
    focalPx: [500, 560],
    distanceM: [0.35, 0.48],
    screenBelowM: 0.07,
    handPx: [1.5, 5],
    blur: [0.08, 0.15],
    contrast: [0.1, 0.45],
  },
  tablet: {
    width: 448,
    height: 640,
    focalPx: [520, 580],
    distanceM: [0.4, 0.55],
    screenBelowM: 0.12,
    handPx: [1, 3],
    blur: [0.1, 0.18],
    contrast: [0.1, 0.35],
  },
} as const satisfies Readonly<Record<string, CameraKind>>;

/** Room lights: how bright against the screen, and of which colour. */
const LIGHTS = {
  dim: {
    screenLevel: [0.35, 0.6],
    colours: [
      [1.16, 1, 0.72],
      [1.05, 1, 0.9],
    ],
  },
  evening: {
    screenLevel: [0.22, 0.42],
    colours: [
      [1.14, 1, 0.76],
      [1, 1, 1],
      [1.06, 1, 0.88],
    ],
  },
  lamps: {
    screenLevel: [0.14, 0.28],
    colours: [
      [1, 1, 1],
      [1.05, 1, 0.9],
      [0.98, 1, 1.03],
    ],
  },
  daylight: {
    screenLevel: [0.08, 0.16],
    colours: [
      [0.95, 1, 1.08],
      [1, 1, 1.02],
    ],
  },
} as const;

const NOISES = {
  low: { shot: [0.003, 0.006], read: [0.0003, 0.0006] },
  middle: { shot: [0.007, 0.013], read: [0.0006, 0.0012] },
  high: { shot: [0.014, 0.022], read: [0.001, 0.002] },
} as const;

/** What {@link drawSetup} draws from. */
export const PERSON_SETUPS = {
  rooms: ROOM_NAMES,
  cameras: CAMERAS,
  lights: LIGHTS,
  noises: NOISES,
} as const;

/** The parts of a setup that a caller wants to choose. */
export interface SetupChoice extends Partial<SetupKind> {
  readonly room?: RoomName;
}

/** Draws where a session takes place; what is chosen is not drawn. */
export function drawSetup(random: Random, choice: SetupChoice = {}): PersonSetup {
  const room = choice.room ?? oneOf(random, ROOM_NAMES);
  const cameraName = choice.camera ?? oneOf(random, keysOf(CAMERAS));
  const kind = CAMERAS[cameraName];
  const lightName = choice.light ?? oneOf(random, keysOf(LIGHTS));
  const light = LIGHTS[lightName];
  // Where there is little light, there is noise.
  const noises = lightName === 'dim' ? (['middle', 'high'] as const) : (['low', 'middle'] as const);
  const noiseName = choice.noise ?? oneOf(random, noises);
  const noise = NOISES[noiseName];
  const roomLight = oneOf<LinearColour>(random, light.colours);
  const handPx = within(random, kind.handPx);
  return {
    kind: { camera: cameraName, light: lightName, noise: noiseName },
    room,
    roomSeed: Math.floor(random() * 2 ** 31),
    roomLight,
    unsteadiness: between(random, 0, 0.04),
    camera: {
      width: kind.width,
      height: kind.height,
      focalPx: within(random, kind.focalPx),
      latencyMs: between(random, 40, 120),
      exposureMs: lightName === 'dim' ? 33 : between(random, 10, 33),
      meanAimed: between(random, 0.15, 0.24),
      autoExposure: {
        timeConstantMs: between(random, 600, 1500),
        share: between(random, 0.3, 0.7),
      },
      whiteBalance: { timeConstantMs: between(random, 2000, 5000), share: between(random, 0, 0.4) },
      blur: within(random, kind.blur),
      shotNoise: within(random, noise.shot),
      readNoise: within(random, noise.read),
      contrast: within(random, kind.contrast),
    },
    screenLight: {
      level: within(random, light.screenLevel),
      belowM: kind.screenBelowM,
    },
    distanceM: within(random, kind.distanceM),
    offCentre: [between(random, -0.06, 0.06), between(random, -0.07, 0.03)],
    handPx,
  };
}

function within(random: Random, [low, high]: readonly [number, number]): number {
  return between(random, low, high);
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(record) as Key[];
}
