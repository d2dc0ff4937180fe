import { between } from './random.ts';
import { openCamera } from './camera.ts';
import { openCanvas, type Canvas, type LinearColour } from './canvas.ts';
import { streamOf } from './numbers.ts';
import { openPageLight } from './page-light.ts';
import type { Place } from './person-model.ts';
import type { Presentation, Shown } from './presentation.ts';
import { lightRoom, paintRoom } from './room.ts';
import { SCREEN_REFERENCE_M, type PersonSetup } from './setup.ts';

/** What an actor needs to draw itself at one moment. */
export interface Scene {
  readonly canvas: Canvas;
  /** Of the world, before the camera's latency. */
  readonly atMs: number;
  /** Column, row and one over the distance of a place, in metres from the camera. */
  readonly project: (x: number, y: number, z: number, into: Float32Array, at: number) => void;
  readonly lights: { readonly room: LinearColour; readonly screen: LinearColour };
  readonly screenAt: Place;
  readonly lampTowards: readonly [number, number, number];
  readonly setup: PersonSetup;
}

/** Something before the camera. */
export interface Actor {
  see(shown: Shown, atMs: number): void;
  drawOn(scene: Scene): void;
}

export interface StageOptions {
  readonly seed: number;
  readonly setup: PersonSetup;
  /** The farthest first. */
  readonly actors: readonly Actor[];
}

/** Room that is drawn around the picture, for a camera that a hand moves. */
const MARGIN_PX = 24;
const WALL_FACES_SCREEN = 0.8;

/**
 * Sets actors into a room, lights them by the room and by the page, and takes their pictures.
 *
 * It is a simulation: one screen, one lamp, no shadows, no light from thing to thing.
 */
export function openStage({ seed, setup, actors }: StageOptions): Presentation {
  const { camera: cameraSetup, screenLight } = setup;
  const { width, height, focalPx } = cameraSetup;
  const canvas = openCanvas(width, height);
  const camera = openCamera(cameraSetup, seed);
  const pageLight = openPageLight();
  const room = paintRoom(
    setup.room,
    { width: width + 2 * MARGIN_PX, height: height + 2 * MARGIN_PX, focalPx },
    setup.roomSeed,
  );
  const hand = openHand(seed, Math.min(setup.handPx, MARGIN_PX - 2));
  // The screen's middle lies below the camera, a little this side of the face's plane.
  const screenAt = { x: 0, y: screenLight.belowM, z: 0.01 };
  const level =
    (screenLight.level * (setup.roomLight[0] + setup.roomLight[1] + setup.roomLight[2])) / 3;
  const unsteady = openUnsteadiness(seed, setup.unsteadiness);

  return {
    see(shown, atMs) {
      pageLight.see(shown, atMs);
      for (const actor of actors) actor.see(shown, atMs);
    },
    frameAt(atMs) {
      const worldMs = atMs - cameraSetup.latencyMs;
      const page = pageLight.mean(worldMs - cameraSetup.exposureMs, worldMs);
      const screen = page.map((value) => value * level) as unknown as LinearColour;
      const steadiness = unsteady(worldMs);
      const roomLight = setup.roomLight.map(
        (value) => value * steadiness,
      ) as unknown as LinearColour;
      const shift = hand(worldMs);
      const falloff = WALL_FACES_SCREEN * (SCREEN_REFERENCE_M / room.distanceM) ** 2;
      const onWall = screen.map((value) => value * falloff) as unknown as LinearColour;
      lightRoom(room, canvas, { room: roomLight, screen: onWall }, shift);
      const middleX = width / 2 - shift.x;
      const middleY = height / 2 - shift.y;
      const scene: Scene = {
        canvas,
        atMs: worldMs,
        project: (x, y, z, into, at) => {
          const near = z > 0.02 ? 1 / z : 0;
          into[at] = middleX + focalPx * x * near;
          into[at + 1] = middleY + focalPx * y * near;
          into[at + 2] = near;
        },
        lights: { room: roomLight, screen },
        screenAt,
        lampTowards: room.lampTowards,
        setup,
      };
      for (const actor of actors) actor.drawOn(scene);
      return camera.develop(canvas, atMs);
    },
  };
}

/** A hand that holds the camera: slow wandering and a little tremor. */
function openHand(seed: number, mostPx: number): (atMs: number) => { x: number; y: number } {
  const random = streamOf(seed, 'hand');
  const waves = Array.from({ length: 8 }, (_, index) => ({
    most: (index < 6 ? 0.3 : 0.05) * mostPx,
    speed: (2 * Math.PI * (index < 6 ? between(random, 0.1, 0.7) : between(random, 5, 9))) / 1000,
    phase: between(random, 0, 2 * Math.PI),
  }));
  return (atMs) => {
    const sum = { x: 0, y: 0 };
    for (const [index, { most, speed, phase }] of waves.entries()) {
      sum[index % 2 === 0 ? 'x' : 'y'] += most * Math.sin(speed * atMs + phase);
    }
    return sum;
  };
}

/** The mains against the camera's pictures, a cloud, somebody who walks by: factors around 1. */
function openUnsteadiness(seed: number, most: number): (atMs: number) => number {
  const random = streamOf(seed, 'lamp');
  const waves = [0.2, 0.7, 2.5, 7].map((hertz, index) => ({
    most: most * [0.5, 0.25, 0.1, 0.15][index]!,
    speed: (2 * Math.PI * hertz * between(random, 0.5, 1.5)) / 1000,
    phase: between(random, 0, 2 * Math.PI),
  }));
  return (atMs) =>
    waves.reduce((sum, wave) => sum + wave.most * Math.sin(wave.speed * atMs + wave.phase), 1);
}
