import type { Texture } from './texture.ts';

/** Light that falls on a sensor, and how near the thing is that it came from. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Linear light, three numbers a pixel. */
  readonly light: Float32Array;
  /** One over the distance in metres; 0 where nothing has been drawn before the room. */
  readonly nearness: Float32Array;
}

export function openCanvas(width: number, height: number): Canvas {
  return {
    width,
    height,
    light: new Float32Array(3 * width * height),
    nearness: new Float32Array(width * height),
  };
}

export type LinearColour = readonly [red: number, green: number, blue: number];

/** Vertices as the camera sees them. */
export interface Surface {
  /** Column, row and one over the distance, three numbers a vertex. */
  readonly seen: Float32Array;
  readonly textureAt: Float32Array;
  /** How much of the room's light and of the screen's is thrown back by colour, and of the screen's as by a mirror. */
  readonly shade: Float32Array;
  readonly triangles: Uint16Array;
  readonly texture: Texture;
}

const LEAST_ALPHA = 0.02;
const OPAQUE_FROM = 0.995;
/** Pixels on the line between two triangles belong to both, so that nothing shines through. */
const RIM = 1e-5;

/**
 * Draws triangles into a canvas, nearer ones before those farther away.
 *
 * Within a triangle everything is interpolated straight in the picture; triangles must be small enough for that.
 * Half transparent pixels mix with what was drawn before them, so draw from the back.
 */
export function drawSurface(
  { width, height, light, nearness }: Canvas,
  { seen, textureAt, shade, triangles, texture }: Surface,
  { room, screen }: { readonly room: LinearColour; readonly screen: LinearColour },
): void {
  const { rgba } = texture;
  const rightmost = texture.width - 1.001;
  const lowest = texture.height - 1.001;
  const stride = 4 * texture.width;
  const [roomRed, roomGreen, roomBlue] = room;
  const [screenRed, screenGreen, screenBlue] = screen;
  for (let at = 0; at < triangles.length; at += 3) {
    const i = triangles[at]!;
    const j = triangles[at + 1]!;
    const k = triangles[at + 2]!;
    const ax = seen[3 * i]!;
    const ay = seen[3 * i + 1]!;
    const bx = seen[3 * j]! - ax;
    const by = seen[3 * j + 1]! - ay;
    const cx = seen[3 * k]! - ax;
    const cy = seen[3 * k + 1]! - ay;
    const area = bx * cy - by * cx;
    if (Math.abs(area) < 1e-9) continue;
    const az = seen[3 * i + 2]!;
    const bz = seen[3 * j + 2]! - az;
    const cz = seen[3 * k + 2]! - az;
    if (az <= 0 || az + bz <= 0 || az + cz <= 0) continue;
    const left = Math.max(0, Math.ceil(ax + Math.min(0, bx, cx)));
    const right = Math.min(width - 1, Math.floor(ax + Math.max(0, bx, cx)));
    const top = Math.max(0, Math.ceil(ay + Math.min(0, by, cy)));
    const bottom = Math.min(height - 1, Math.floor(ay + Math.max(0, by, cy)));
    if (left > right || top > bottom) continue;
    const au = textureAt[2 * i]!;
    const av = textureAt[2 * i + 1]!;
    const bu = textureAt[2 * j]! - au;
    const bv = textureAt[2 * j + 1]! - av;
    const cu = textureAt[2 * k]! - au;
    const cv = textureAt[2 * k + 1]! - av;
    const aRoom = shade[3 * i]!;
    const bRoom = shade[3 * j]! - aRoom;
    const cRoom = shade[3 * k]! - aRoom;
    const aScreen = shade[3 * i + 1]!;
    const bScreen = shade[3 * j + 1]! - aScreen;
    const cScreen = shade[3 * k + 1]! - aScreen;
    const aShine = shade[3 * i + 2]!;
    const bShine = shade[3 * j + 2]! - aShine;
    const cShine = shade[3 * k + 2]! - aShine;
    // Shares of the second and third corner, and how they and all that hangs on them grow from column to column.
    const pStep = cy / area;
    const qStep = -by / area;
    const zStep = bz * pStep + cz * qStep;
    const uStep = bu * pStep + cu * qStep;
    const vStep = bv * pStep + cv * qStep;
    const roomStep = bRoom * pStep + cRoom * qStep;
    const screenStep = bScreen * pStep + cScreen * qStep;
    const shineStep = bShine * pStep + cShine * qStep;
    for (let y = top; y <= bottom; y += 1) {
      const dy = y - ay;
      const p = ((left - ax) * cy - dy * cx) / area;
      const q = (dy * bx - (left - ax) * by) / area;
      // Columns, from the left, between which both shares and what is left of them are not negative.
      let from = 0;
      let to = right - left;
      if (pStep > 0) from = Math.max(from, (-RIM - p) / pStep);
      else if (pStep < 0) to = Math.min(to, (-RIM - p) / pStep);
      else if (p < -RIM) continue;
      if (qStep > 0) from = Math.max(from, (-RIM - q) / qStep);
      else if (qStep < 0) to = Math.min(to, (-RIM - q) / qStep);
      else if (q < -RIM) continue;
      const bothStep = pStep + qStep;
      if (bothStep > 0) to = Math.min(to, (1 + RIM - p - q) / bothStep);
      else if (bothStep < 0) from = Math.max(from, (1 + RIM - p - q) / bothStep);
      else if (p + q > 1 + RIM) continue;
      const first = Math.ceil(from);
      const last = Math.floor(to);
      if (first > last) continue;
      const pFirst = p + first * pStep;
      const qFirst = q + first * qStep;
      let near = az + pFirst * bz + qFirst * cz;
      let uAt = au + pFirst * bu + qFirst * cu;
      let vAt = av + pFirst * bv + qFirst * cv;
      let roomShare = aRoom + pFirst * bRoom + qFirst * cRoom;
      let screenShare = aScreen + pFirst * bScreen + qFirst * cScreen;
      let shine = aShine + pFirst * bShine + qFirst * cShine;
      const end = y * width + left + last;
      for (
        let pixel = y * width + left + first;
        pixel <= end;
        pixel += 1,
          near += zStep,
          uAt += uStep,
          vAt += vStep,
          roomShare += roomStep,
          screenShare += screenStep,
          shine += shineStep
      ) {
        if (near < nearness[pixel]!) continue;
        const u = uAt < 0 ? 0 : uAt > rightmost ? rightmost : uAt;
        const v = vAt < 0 ? 0 : vAt > lowest ? lowest : vAt;
        const column = u | 0;
        const row = v | 0;
        const fu = u - column;
        const fv = v - row;
        const at00 = row * stride + 4 * column;
        const at10 = at00 + stride;
        const w11 = fu * fv;
        const w10 = fv - w11;
        const w01 = fu - w11;
        const w00 = 1 - fu - fv + w11;
        const alpha =
          w00 * rgba[at00 + 3]! +
          w01 * rgba[at00 + 7]! +
          w10 * rgba[at10 + 3]! +
          w11 * rgba[at10 + 7]!;
        if (alpha < LEAST_ALPHA) continue;
        const red =
          (w00 * rgba[at00]! + w01 * rgba[at00 + 4]! + w10 * rgba[at10]! + w11 * rgba[at10 + 4]!) *
            (roomShare * roomRed + screenShare * screenRed) +
          shine * screenRed;
        const green =
          (w00 * rgba[at00 + 1]! +
            w01 * rgba[at00 + 5]! +
            w10 * rgba[at10 + 1]! +
            w11 * rgba[at10 + 5]!) *
            (roomShare * roomGreen + screenShare * screenGreen) +
          shine * screenGreen;
        const blue =
          (w00 * rgba[at00 + 2]! +
            w01 * rgba[at00 + 6]! +
            w10 * rgba[at10 + 2]! +
            w11 * rgba[at10 + 6]!) *
            (roomShare * roomBlue + screenShare * screenBlue) +
          shine * screenBlue;
        const into = 3 * pixel;
        if (alpha >= OPAQUE_FROM) {
          light[into] = red;
          light[into + 1] = green;
          light[into + 2] = blue;
          nearness[pixel] = near;
        } else {
          light[into]! += alpha * (red - light[into]!);
          light[into + 1]! += alpha * (green - light[into + 1]!);
          light[into + 2]! += alpha * (blue - light[into + 2]!);
          if (alpha > 0.5) nearness[pixel] = near;
        }
      }
    }
  }
}

/** Adds a soft spot of light, such as a screen in an eye. */
export function addSpot(
  { width, height, light }: Canvas,
  { x, y, radius }: { readonly x: number; readonly y: number; readonly radius: number },
  colour: LinearColour,
): void {
  const reach = 3 * radius;
  for (
    let row = Math.max(0, Math.ceil(y - reach));
    row <= Math.min(height - 1, y + reach);
    row += 1
  ) {
    for (
      let column = Math.max(0, Math.ceil(x - reach));
      column <= Math.min(width - 1, x + reach);
      column += 1
    ) {
      const squared = (column - x) ** 2 + (row - y) ** 2;
      const share = Math.exp(-squared / (2 * radius * radius));
      const to = 3 * (row * width + column);
      light[to]! += share * colour[0];
      light[to + 1]! += share * colour[1];
      light[to + 2]! += share * colour[2];
    }
  }
}
