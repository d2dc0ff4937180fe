import type { Place } from './person-model.ts';
import { SCREEN_REFERENCE_M } from './setup.ts';
import type { Scene } from './stage.ts';

/** Light reaches round an edge, since a screen is no point. */
const WRAP = 0.2;
/** Of the light that falls on it, what the shiniest skin throws back as a mirror does, where it looks at the screen. */
const SHINE = 0.11;
const SHINE_EXPONENT = 14;
/** How much of the room's light comes from its lamp. */
const LAMP_SHARE = 0.28;

/**
 * Writes how much of the room's light and of the screen's a vertex throws back by its colour (Lambert), and how much of
 * the screen's by its surface (Blinn), whatever its colour.
 *
 * @param vertex.toward - away from the surface; length 1
 */
export function shadeVertex(
  { screenAt, lampTowards }: Scene,
  vertex: { readonly place: Place; readonly toward: Place; readonly gloss: number },
  shade: Float32Array,
  at: number,
): void {
  const { place, toward, gloss } = vertex;
  const lamp = toward.x * lampTowards[0] + toward.y * lampTowards[1] + toward.z * lampTowards[2];
  shade[at] = 1 - LAMP_SHARE + LAMP_SHARE * Math.max(0, 0.3 + 0.9 * lamp);
  const sx = screenAt.x - place.x;
  const sy = screenAt.y - place.y;
  const sz = screenAt.z - place.z;
  const away = Math.hypot(sx, sy, sz);
  const falloff = (SCREEN_REFERENCE_M / away) ** 2;
  const facing = (toward.x * sx + toward.y * sy + toward.z * sz) / away;
  shade[at + 1] = falloff * Math.max(0, (facing + WRAP) / (1 + WRAP));
  // Half way between screen and camera, as seen from the surface.
  const length = Math.hypot(place.x, place.y, place.z);
  const hx = sx / away - place.x / length;
  const hy = sy / away - place.y / length;
  const hz = sz / away - place.z / length;
  const half = (toward.x * hx + toward.y * hy + toward.z * hz) / Math.hypot(hx, hy, hz);
  shade[at + 2] = half <= 0 ? 0 : falloff * SHINE * gloss * half ** SHINE_EXPONENT;
}
