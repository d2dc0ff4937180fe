import type { HeadMotion } from '../head-motion.ts';
import { smoothStep } from '../numbers.ts';
import { eyeDistanceOf, eyeMiddles, type PersonModel } from '../person-model.ts';
import type { Presentation } from '../presentation.ts';
import type { PersonSetup } from '../setup.ts';
import { openStage, type Actor } from '../stage.ts';
import { textureOf, type Texture } from '../texture.ts';
import { buildPanel, eyesAt, openPanelDrawing } from './panel.ts';

const EYE_DISTANCE_M = 0.063;
/** Farther than any picture reaches; beyond the portrait its edges go on. */
const REACH_M = 0.9;
const SHIFT_M_PER_DEGREE = 0.0012;

export interface StillOptions {
  readonly seed: number;
  readonly setup: PersonSetup;
  readonly mover?: HeadMotion;
  /** Whoever puts it into the stream colours the face as the page would. */
  readonly relit?: boolean;
}

/**
 * The portrait itself as the whole picture, put into the stream, with a camera's noise upon it: no room, no light of the
 * page. With a mover it is turned in space as a flat thing, shifted and zoomed.
 *
 * Personal data: holds the pixels of a face.
 */
export function openStill(
  model: PersonModel,
  { seed, setup, mover, relit = false }: StillOptions,
): Presentation {
  const stage = openStage({
    seed,
    setup: { ...setup, handPx: 0 },
    actors: relit
      ? [openPicture(model, { mover }), openPicture(model, { mover, part: 'face' })]
      : [openPicture(model, { mover })],
  });
  return {
    see(shown, atMs) {
      mover?.see(shown, atMs);
      if (relit) stage.see(shown, atMs);
    },
    frameAt: (atMs) => stage.frameAt(atMs),
  };
}

const STILL = { yaw: 0, pitch: 0, roll: 0, x: 0, y: 0, distanceShare: 1 };

/** The face from the middle between the eyes, in metres: an oval that is cut out softly. */
const FACE = { below: 0.03, halfWidth: 0.072, halfHeight: 0.1 } as const;

function openPicture(
  model: PersonModel,
  {
    mover,
    part = 'whole',
  }: { readonly mover: HeadMotion | undefined; readonly part?: 'whole' | 'face' },
): Actor {
  const eyeDistance = eyeDistanceOf(model.points);
  const perTexel = Math.max(1, eyeDistance / 120);
  const texture = textureOf({ ...model, pixels: model.rgb }, perTexel);
  const [left, right] = eyeMiddles(model.points);
  const middle = { x: (left.x + right.x) / 2 / perTexel, y: (left.y + right.y) / 2 / perTexel };
  const texels = eyeDistance / perTexel / EYE_DISTANCE_M;
  if (part === 'face') cutOutFace(texture, middle, texels);
  const panel = buildPanel(
    {
      ...(part === 'face' ? FACE_BOX : WHOLE_BOX),
      texelOf: (x, y) => ({ x: middle.x + x * texels, y: middle.y + y * texels }),
    },
    texture,
  );
  const draw = openPanelDrawing();
  return {
    see() {
      // What the page shows changes nothing but the warp.
    },
    drawOn(scene) {
      const state = mover?.at(scene.atMs) ?? STILL;
      const eyes = eyesAt(scene, scene.setup.distanceM * state.distanceShare);
      draw(scene, panel, {
        hold: {
          state,
          pivot: { x: 0, y: 0.04, z: 0 },
          at: {
            x: eyes.x + state.x + SHIFT_M_PER_DEGREE * state.yaw,
            y: eyes.y + state.y - SHIFT_M_PER_DEGREE * state.pitch,
            z: eyes.z,
          },
        },
        shading: (_, shade, at) => {
          shade[at] = 1;
          shade[at + 1] = part === 'face' ? 1 : 0;
          shade[at + 2] = 0;
        },
      });
    },
  };
}

const WHOLE_BOX = { left: -REACH_M, top: -REACH_M, right: REACH_M, bottom: REACH_M } as const;
const FACE_BOX = {
  left: -FACE.halfWidth,
  right: FACE.halfWidth,
  top: FACE.below - FACE.halfHeight,
  bottom: FACE.below + FACE.halfHeight,
} as const;

function cutOutFace(
  { width, height, rgba }: Texture,
  eyes: { readonly x: number; readonly y: number },
  texels: number,
): void {
  for (let y = 0, at = 3; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      const across = (x - eyes.x) / (FACE.halfWidth * texels);
      const down = (y - eyes.y - FACE.below * texels) / (FACE.halfHeight * texels);
      rgba[at] = 1 - smoothStep(Math.hypot(across, down), 0.85, 1);
    }
  }
}
