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
    // Shares of the second and third corner, and how they grow from column to column.
    const pStep = cy / area;
    const qStep = -by / area;
    for (let y = top; y <= bottom; y += 1) {
      const dy = y - ay;
      let p = ((left - ax) * cy - dy * cx) / area;
      let q = (dy * bx - (left - ax) * by) / area;
      for (let x = left; x <= right; x += 1, p += pStep, q += qStep) {
        if (p < -1e-5 || q < -1e-5 || p + q > 1.00001) continue;
        const near = az + p * bz + q * cz;
        const pixel = y * width + x;
        if (near < nearness[pixel]!) continue;
        let u = au + p * bu + q * cu;
        let v = av + p * bv + q * cv;
        u = u < 0 ? 0 : u > rightmost ? rightmost : u;
        v = v < 0 ? 0 : v > lowest ? lowest : v;
        const column = u | 0;
        const row = v | 0;
        const fu = u - column;
        const fv = v - row;
        const first = row * stride + 4 * column;
        const below = first + stride;
        const w11 = fu * fv;
        const w10 = fv - w11;
        const w01 = fu - w11;
        const w00 = 1 - fu - fv + w11;
        const alpha =
          w00 * rgba[first + 3]! +
          w01 * rgba[first + 7]! +
          w10 * rgba[below + 3]! +
          w11 * rgba[below + 7]!;
        if (alpha < LEAST_ALPHA) continue;
        const roomShare = aRoom + p * bRoom + q * cRoom;
        const screenShare = aScreen + p * bScreen + q * cScreen;
        const shine = aShine + p * bShine + q * cShine;
        const red =
          (w00 * rgba[first]! +
            w01 * rgba[first + 4]! +
            w10 * rgba[below]! +
            w11 * rgba[below + 4]!) *
            (roomShare * roomRed + screenShare * screenRed) +
          shine * screenRed;
        const green =
          (w00 * rgba[first + 1]! +
            w01 * rgba[first + 5]! +
            w10 * rgba[below + 1]! +
            w11 * rgba[below + 5]!) *
            (roomShare * roomGreen + screenShare * screenGreen) +
          shine * screenGreen;
        const blue =
          (w00 * rgba[first + 2]! +
            w01 * rgba[first + 6]! +
            w10 * rgba[below + 2]! +
            w11 * rgba[below + 6]!) *
            (roomShare * roomBlue + screenShare * screenBlue) +
          shine * screenBlue;
        const to = 3 * pixel;
        if (alpha >= 0.995) {
          light[to] = red;
          light[to + 1] = green;
          light[to + 2] = blue;
          nearness[pixel] = near;
        } else {
          light[to]! += alpha * (red - light[to]!);
          light[to + 1]! += alpha * (green - light[to + 1]!);
          light[to + 2]! += alpha * (blue - light[to + 2]!);
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
