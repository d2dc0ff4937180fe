import type { HeadMotion } from '../head-motion.ts';
import { eyeDistanceOf, eyeMiddles, type PersonModel } from '../person-model.ts';
import type { Presentation } from '../presentation.ts';
import type { PersonSetup } from '../setup.ts';
import { openStage, type Actor } from '../stage.ts';
import { textureOf } from '../texture.ts';
import { buildPanel, eyesAt, openPanelDrawing } from './panel.ts';

const EYE_DISTANCE_M = 0.063;
/** Farther than any picture reaches; beyond the portrait its edges go on. */
const REACH_M = 0.9;
const SHIFT_M_PER_DEGREE = 0.0012;

/**
 * The portrait itself as the whole picture, put into the stream, with a camera's noise upon it: no room, no light of the
 * page. With a mover it is turned in space as a flat thing, shifted and zoomed.
 *
 * Personal data: holds the pixels of a face.
 */
export function openStill(
  model: PersonModel,
  {
    seed,
    setup,
    mover,
  }: { readonly seed: number; readonly setup: PersonSetup; readonly mover?: HeadMotion },
): Presentation {
  const stage = openStage({
    seed,
    setup: { ...setup, handPx: 0 },
    actors: [openWholePicture(model, mover)],
  });
  return {
    see(shown, atMs) {
      mover?.see(shown, atMs);
    },
    frameAt: (atMs) => stage.frameAt(atMs),
  };
}

const STILL = { yaw: 0, pitch: 0, roll: 0, x: 0, y: 0, distanceShare: 1 };

function openWholePicture(model: PersonModel, mover: HeadMotion | undefined): Actor {
  const eyeDistance = eyeDistanceOf(model.points);
  const perTexel = Math.max(1, eyeDistance / 120);
  const texture = textureOf({ ...model, pixels: model.rgb }, perTexel);
  const [left, right] = eyeMiddles(model.points);
  const middle = { x: (left.x + right.x) / 2 / perTexel, y: (left.y + right.y) / 2 / perTexel };
  const texels = eyeDistance / perTexel / EYE_DISTANCE_M;
  const panel = buildPanel(
    {
      left: -REACH_M,
      top: -REACH_M,
      right: REACH_M,
      bottom: REACH_M,
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
          shade[at + 1] = 0;
          shade[at + 2] = 0;
        },
      });
    },
  };
}
