import { openHeadMotion, ORDINARY_HABITS, type Habits, type HeadMotion } from '../head-motion.ts';
import { streamOf } from '../numbers.ts';
import { eyeDistanceOf, eyeMiddles, type PersonModel, type Place } from '../person-model.ts';
import { between, type Random } from '../random.ts';
import { shadeVertex } from '../shading.ts';
import type { Actor } from '../stage.ts';
import { textureOf, type Texture } from '../texture.ts';
import { buildPanel, eyesAt, openPanelDrawing, type Panel } from './panel.ts';

/** A printed portrait, as large as life or a little smaller, around the middle between its eyes. */
export interface PrintOptions {
  readonly seed: number;
  readonly bend?: number;
  /** The eyes are cut out. */
  readonly holes?: boolean;
  /** At most so much of the portrait around the eyes, in metres. */
  readonly crop?: { readonly beside: number; readonly above: number; readonly below: number };
  readonly scale?: number;
  /** Who holds it; nobody, and it stands still. */
  readonly holder?: HeadMotion;
  /** What it turns about, from the middle between the eyes. */
  readonly pivot?: Place;
  readonly aside?: Place;
}

/** How a hand turns a sheet that has to look like a head: farther, since flat things seem to turn less. */
export const HAND_HABITS: Habits = {
  ...ORDINARY_HABITS,
  yawDegrees: [24, 50],
  pitchDegrees: [20, 42],
  nearerShare: [0.66, 0.78],
  swayDegrees: 1.6,
};

export function openHand(seed: number): HeadMotion {
  return openHeadMotion(seed, HAND_HABITS);
}

const STILL = { yaw: 0, pitch: 0, roll: 0, x: 0, y: 0, distanceShare: 1 };
const NOWHERE: Place = { x: 0, y: 0, z: 0 };
const LIFE_EYE_DISTANCE_M = 0.063;
const TEXTURE_EYE_DISTANCE_PX = 120;

/**
 * A print as an actor. Paper throws the screen's light back as skin does, the printed backdrop as much as the face.
 *
 * Personal data: holds the pixels of a face.
 */
export function openPrint(model: PersonModel, options: PrintOptions): Actor {
  const { seed, holder, pivot = { x: 0, y: 0.09, z: 0 }, aside = NOWHERE } = options;
  const random = streamOf(seed, 'print');
  const gloss = between(random, 0.05, 0.7);
  const panel = printPanel(model, options, random);
  const draw = openPanelDrawing();
  return {
    see(shown, atMs) {
      holder?.see(shown, atMs);
    },
    drawOn(scene) {
      const state = holder?.at(scene.atMs) ?? STILL;
      const eyes = eyesAt(scene, scene.setup.distanceM * state.distanceShare);
      const at = {
        x: eyes.x + state.x + aside.x,
        y: eyes.y + state.y + aside.y,
        z: eyes.z + aside.z,
      };
      draw(scene, panel, {
        hold: { state, pivot, at },
        shading: (vertex, shade, index) => shadeVertex(scene, { ...vertex, gloss }, shade, index),
      });
    },
  };
}

function printPanel(model: PersonModel, options: PrintOptions, random: Random): Panel {
  const { bend = 0, holes = false, scale = between(random, 0.8, 1.02), crop } = options;
  const eyeDistance = eyeDistanceOf(model.points);
  const perTexel = Math.max(1, eyeDistance / TEXTURE_EYE_DISTANCE_PX);
  const texture = textureOf({ ...model, pixels: model.rgb }, perTexel);
  inkOn(texture, random);
  const [left, right] = eyeMiddles(model.points).map(({ x, y }) => ({
    x: x / perTexel,
    y: y / perTexel,
  }));
  const middle = { x: (left!.x + right!.x) / 2, y: (left!.y + right!.y) / 2 };
  const metres = (LIFE_EYE_DISTANCE_M * scale * perTexel) / eyeDistance;
  if (holes) {
    const radius = between(random, 0.013, 0.017) / metres;
    cutHoles(texture, [left!, right!], radius);
  }
  const { beside = 1, above = 1, below = 1 } = crop ?? {};
  return buildPanel(
    {
      left: Math.max(-beside, -middle.x * metres),
      right: Math.min(beside, (texture.width - 1 - middle.x) * metres),
      top: Math.max(-above, -middle.y * metres),
      bottom: Math.min(below, (texture.height - 1 - middle.y) * metres),
      bend,
      texelOf: (x, y) => ({ x: middle.x + x / metres, y: middle.y + y / metres }),
    },
    texture,
  );
}

/** Ink on paper: less contrast, paler colours, a cast, a grain. */
function inkOn({ rgba }: Texture, random: Random): void {
  const black = between(random, 0.012, 0.035);
  const white = between(random, 0.75, 0.9);
  const pale = between(random, 0.05, 0.25);
  const cast = [0, 1, 2].map(() => between(random, 0.95, 1.05));
  const grain = between(random, 0.01, 0.04);
  for (let at = 0; at < rgba.length; at += 4) {
    const grey = (rgba[at]! + rgba[at + 1]! + rgba[at + 2]!) / 3;
    const dot = 1 + grain * (random() - 0.5);
    for (let channel = 0; channel < 3; channel += 1) {
      const colour = rgba[at + channel]! + pale * (grey - rgba[at + channel]!);
      rgba[at + channel] = dot * cast[channel]! * (black + (white - black) * colour);
    }
  }
}

function cutHoles(
  { width, height, rgba }: Texture,
  eyes: readonly { readonly x: number; readonly y: number }[],
  radius: number,
): void {
  for (let y = 0, at = 3; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      const isCut = eyes.some(
        (eye) => ((x - eye.x) / radius) ** 2 + ((y - eye.y) / (0.62 * radius)) ** 2 < 1,
      );
      if (isCut) rgba[at] = 0;
    }
  }
}
