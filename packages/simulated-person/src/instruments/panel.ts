import { drawSurface, type LinearColour } from '../canvas.ts';
import { normalsOf } from '../head-mesh.ts';
import type { HeadState } from '../head-motion.ts';
import type { Place } from '../person-model.ts';
import type { Scene } from '../stage.ts';
import type { Texture } from '../texture.ts';

/** Something flat, or a sheet of it bent around an upright cylinder, with a picture on it. Metres. */
export interface Panel {
  readonly places: Float32Array;
  readonly normals: Float32Array;
  readonly textureAt: Float32Array;
  readonly triangles: Uint16Array;
  readonly texture: Texture;
}

export interface PanelShape {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** One over the radius of the cylinder; 0 is flat. */
  readonly bend?: number;
  /** The pixel of the texture that a place of the panel shows. */
  readonly texelOf: (x: number, y: number) => { readonly x: number; readonly y: number };
}

/** Small enough for what is interpolated straight within a triangle. */
const CELLS = 24;

export function buildPanel(shape: PanelShape, texture: Texture): Panel {
  const { left, top, right, bottom, bend = 0, texelOf } = shape;
  const places: number[] = [];
  const textureAt: number[] = [];
  const triangles: number[] = [];
  const middle = (left + right) / 2;
  for (let row = 0; row <= CELLS; row += 1) {
    for (let column = 0; column <= CELLS; column += 1) {
      const x = left + ((right - left) * column) / CELLS;
      const y = top + ((bottom - top) * row) / CELLS;
      const angle = (x - middle) * bend;
      const bent = bend === 0 ? x : middle + Math.sin(angle) / bend;
      places.push(bent, y, bend === 0 ? 0 : (1 - Math.cos(angle)) / bend);
      const texel = texelOf(x, y);
      textureAt.push(texel.x, texel.y);
    }
  }
  for (let row = 0; row < CELLS; row += 1) {
    for (let column = 0; column < CELLS; column += 1) {
      const above = row * (CELLS + 1) + column;
      const below = above + CELLS + 1;
      triangles.push(above, above + 1, below + 1, above, below + 1, below);
    }
  }
  const corners = Uint16Array.from(triangles);
  const positions = Float32Array.from(places);
  return {
    places: positions,
    normals: normalsOf(positions, corners),
    textureAt: Float32Array.from(textureAt),
    triangles: corners,
    texture,
  };
}

/** How a panel is held: turned as a head would be, about a place of its own, and put before the camera. */
export interface Hold {
  readonly state: Pick<HeadState, 'yaw' | 'pitch' | 'roll'>;
  readonly pivot: Place;
  /** Where the panel's own origin is, before it is turned. */
  readonly at: Place;
}

/** Writes what a vertex throws back. */
export type Shading = (
  vertex: { readonly place: Place; readonly toward: Place },
  shade: Float32Array,
  at: number,
) => void;

/** Draws panels; its buffers serve every picture. */
export function openPanelDrawing(): (
  scene: Scene,
  panel: Panel,
  options: {
    readonly hold: Hold;
    readonly shading: Shading;
    readonly lights?: { readonly room: LinearColour; readonly screen: LinearColour };
  },
) => void {
  const vertices = (CELLS + 1) ** 2;
  const seen = new Float32Array(3 * vertices);
  const shade = new Float32Array(3 * vertices);
  return (scene, panel, { hold, shading, lights = scene.lights }) => {
    const turn = turnOf(hold.state);
    const { pivot, at: origin } = hold;
    for (let at = 0; at < panel.places.length; at += 3) {
      const turned = turn(
        panel.places[at]! - pivot.x,
        panel.places[at + 1]! - pivot.y,
        panel.places[at + 2]! - pivot.z,
      );
      const place = {
        x: turned.x + pivot.x + origin.x,
        y: turned.y + pivot.y + origin.y,
        z: turned.z + pivot.z + origin.z,
      };
      const toward = turn(panel.normals[at]!, panel.normals[at + 1]!, panel.normals[at + 2]!);
      scene.project(place.x, place.y, place.z, seen, at);
      shading({ place, toward }, shade, at);
    }
    drawSurface(scene.canvas, { ...panel, seen, shade }, lights);
  };
}

/** Roll, then pitch, then yaw, as a simulated head turns. */
export function turnOf(state: Hold['state']): (x: number, y: number, z: number) => Place {
  const [yaw, pitch, roll] = [state.yaw, state.pitch, state.roll].map((d) => (d * Math.PI) / 180);
  const [sinYaw, cosYaw] = [Math.sin(yaw!), Math.cos(yaw!)];
  const [sinPitch, cosPitch] = [Math.sin(pitch!), Math.cos(pitch!)];
  const [sinRoll, cosRoll] = [Math.sin(roll!), Math.cos(roll!)];
  return (x, y, z) => {
    const rx = x * cosRoll - y * sinRoll;
    const ry = x * sinRoll + y * cosRoll;
    const pz = z * cosPitch - ry * sinPitch;
    return {
      x: rx * cosYaw - pz * sinYaw,
      y: ry * cosPitch + z * sinPitch,
      z: rx * sinYaw + pz * cosYaw,
    };
  };
}

/** Where the eyes are that a setup expects, for something at this distance. */
export function eyesAt({ setup }: Scene, distance: number): Place {
  const { camera, offCentre } = setup;
  return {
    x: (offCentre[0] * camera.width * distance) / camera.focalPx,
    y: (offCentre[1] * camera.height * distance) / camera.focalPx,
    z: distance,
  };
}
