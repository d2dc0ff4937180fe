import { addSpot, drawSurface } from './canvas.ts';
import { buildHead, type HeadMesh } from './head-mesh.ts';
import { openHeadMotion, type Habits, type HeadState } from './head-motion.ts';
import type { PersonModel } from './person-model.ts';
import { shadeVertex } from './shading.ts';
import type { Actor, Scene } from './stage.ts';

/** Where a head turns: in the neck, at the height of the chin, so that turning also moves it. */
const PIVOT_BEHIND_EYES_M = 0.085;
const BREATH_M = 0.0015;

export interface LivingHeadOptions {
  readonly seed: number;
  readonly habits?: Habits;
  /** Metres from where the setup puts the eyes: a second person stands aside. */
  readonly aside?: { readonly x: number; readonly y: number; readonly z: number };
}

/** Heads of portraits that somebody still refers to: the same face is brought before the camera many times. */
const HEADS = new WeakMap<PersonModel, HeadMesh>();

function headOf(model: PersonModel): HeadMesh {
  const head = HEADS.get(model) ?? buildHead(model);
  HEADS.set(model, head);
  return head;
}

/**
 * A living head as an actor: it moves as asked, breathes, blinks and throws light back.
 *
 * Personal data: holds the pixels and the shape of a face.
 */
export function openLivingHead(model: PersonModel, options: LivingHeadOptions): Actor {
  const { seed, habits, aside = { x: 0, y: 0, z: 0 } } = options;
  const mesh = headOf(model);
  const motion = openHeadMotion(seed, habits);
  const draw = openHeadDrawing(mesh);
  return {
    see(shown, atMs) {
      motion.see(shown, atMs);
    },
    drawOn(scene) {
      draw(scene, motion.at(scene.atMs), aside);
    },
  };
}

/** Draws one mesh in any posture; its buffers serve every picture. */
export function openHeadDrawing(
  mesh: HeadMesh,
): (
  scene: Scene,
  state: HeadState,
  aside: { readonly x: number; readonly y: number; readonly z: number },
) => void {
  const vertices = mesh.follows.length;
  const rest = Float32Array.from(mesh.places);
  const seen = new Float32Array(3 * vertices);
  const shade = new Float32Array(3 * vertices);
  const eye = new Float32Array(3);
  const pivotY = mesh.chin.y;

  return (scene, state, aside) => {
    const { setup } = scene;
    const { camera, offCentre } = setup;
    closeLids(mesh, rest, state.lids);
    const distance = setup.distanceM * state.distanceShare + aside.z;
    // A person keeps their face where it was in the picture.
    const originX = (offCentre[0] * camera.width * distance) / camera.focalPx + state.x + aside.x;
    const originY = (offCentre[1] * camera.height * distance) / camera.focalPx + state.y + aside.y;
    const turn = { yaw: 0, pitch: 0, roll: 0 };
    let sines = sinesOf(turn);
    let follows = -1;
    const place = { x: 0, y: 0, z: 0 };
    const toward = { x: 0, y: 0, z: 0 };
    const rotate = (x: number, y: number, z: number, into: typeof place): void => {
      const rx = x * sines.cosRoll - y * sines.sinRoll;
      const ry = x * sines.sinRoll + y * sines.cosRoll;
      const py = ry * sines.cosPitch + z * sines.sinPitch;
      const pz = z * sines.cosPitch - ry * sines.sinPitch;
      into.x = rx * sines.cosYaw - pz * sines.sinYaw;
      into.y = py;
      into.z = rx * sines.sinYaw + pz * sines.cosYaw;
    };
    const goTo = (x: number, y: number, z: number, share: number): void => {
      if (share !== follows) {
        follows = share;
        turn.yaw = state.yaw * share;
        turn.pitch = state.pitch * share;
        turn.roll = state.roll * share;
        sines = sinesOf(turn);
      }
      rotate(x, y - pivotY, z - PIVOT_BEHIND_EYES_M, place);
      place.x += originX;
      place.y += originY + pivotY + (1 - share) * BREATH_M * state.breath;
      place.z += distance + PIVOT_BEHIND_EYES_M;
    };
    for (let vertex = 0, at = 0; vertex < vertices; vertex += 1, at += 3) {
      goTo(rest[at]!, rest[at + 1]!, rest[at + 2]!, mesh.follows[vertex]!);
      rotate(mesh.normals[at]!, mesh.normals[at + 1]!, mesh.normals[at + 2]!, toward);
      scene.project(place.x, place.y, place.z, seen, at);
      shadeVertex(scene, { place, toward, gloss: mesh.gloss[vertex]! }, shade, at);
    }
    drawSurface(scene.canvas, { ...mesh, seen, shade }, scene.lights);
    for (const middle of mesh.eyes) {
      goTo(middle.x, middle.y, middle.z - 0.004, 1);
      scene.project(place.x, place.y - 0.0015, place.z, eye, 0);
      mirrorScreen(scene, eye, 1 - state.lids);
    }
  };
}

/** The small picture of screen and lamp on the cornea, while the eye is open. */
function mirrorScreen({ canvas, lights, setup }: Scene, eye: Float32Array, open: number): void {
  const radius = Math.max(0.6, 0.0008 * setup.camera.focalPx * eye[2]!);
  const share = 0.55 * open * open;
  const colour = [0, 1, 2].map(
    (channel) => share * (lights.screen[channel]! + 0.12 * lights.room[channel]!),
  ) as [number, number, number];
  addSpot(canvas, { x: eye[0]!, y: eye[1]!, radius }, colour);
}

function closeLids(mesh: HeadMesh, rest: Float32Array, closed: number): void {
  for (const { vertex, by } of mesh.lids) {
    const at = 3 * vertex;
    rest[at] = mesh.places[at]! + closed * by.x;
    rest[at + 1] = mesh.places[at + 1]! + closed * by.y;
    rest[at + 2] = mesh.places[at + 2]! + closed * by.z;
  }
}

interface Sines {
  readonly sinYaw: number;
  readonly cosYaw: number;
  readonly sinPitch: number;
  readonly cosPitch: number;
  readonly sinRoll: number;
  readonly cosRoll: number;
}

function sinesOf(degrees: {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}): Sines {
  const yaw = (degrees.yaw * Math.PI) / 180;
  const pitch = (degrees.pitch * Math.PI) / 180;
  const roll = (degrees.roll * Math.PI) / 180;
  return {
    sinYaw: Math.sin(yaw),
    cosYaw: Math.cos(yaw),
    sinPitch: Math.sin(pitch),
    cosPitch: Math.cos(pitch),
    sinRoll: Math.sin(roll),
    cosRoll: Math.cos(roll),
  };
}
