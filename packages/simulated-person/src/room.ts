import { between, type Random } from './random.ts';
import type { LinearColour } from './canvas.ts';
import { oneOf, streamOf, toLinear } from './numbers.ts';

/** What is behind a person: colours in linear light, and what shines by itself. */
export interface Room {
  readonly width: number;
  readonly height: number;
  readonly colours: Float32Array;
  readonly glow: Float32Array;
  readonly hasGlow: boolean;
  readonly distanceM: number;
  /** Where most of the room's light comes from, as seen from the head; length 1. */
  readonly lampTowards: readonly [x: number, y: number, z: number];
}

export const ROOM_NAMES = ['wall', 'shelf', 'window', 'office', 'tiles', 'curtain'] as const;
export type RoomName = (typeof ROOM_NAMES)[number];

interface Painting {
  readonly width: number;
  readonly height: number;
  readonly colours: Float32Array;
  readonly glow: Float32Array;
  readonly random: Random;
  /** Pixels to a metre at the back wall. */
  readonly scale: number;
}

/** Draws a room; never from a photograph. */
export function paintRoom(
  name: RoomName,
  size: { readonly width: number; readonly height: number; readonly focalPx: number },
  seed: number,
): Room {
  const random = streamOf(seed, `room ${name}`);
  const distanceM = between(random, 1.5, 3);
  const { width, height } = size;
  const painting: Painting = {
    width,
    height,
    colours: new Float32Array(3 * width * height),
    glow: new Float32Array(3 * width * height),
    random,
    scale: size.focalPx / distanceM,
  };
  PAINTERS[name](painting);
  lightUnevenly(painting);
  const radius = Math.round(between(random, 1, 3));
  const hasGlow = painting.glow.some((value) => value > 0);
  for (let round = 0; round < 2; round += 1) {
    boxBlur(painting.colours, width, height, radius);
    if (hasGlow) boxBlur(painting.glow, width, height, radius);
  }
  const { colours, glow } = painting;
  const side = between(random, -0.8, 0.8);
  const length = Math.hypot(side, 0.7, 0.6);
  const lampTowards = [side / length, -0.7 / length, -0.6 / length] as const;
  return { width, height, colours, glow, hasGlow, distanceM, lampTowards };
}

type Rgb = readonly [number, number, number];

const WALLS: readonly Rgb[] = [
  [214, 209, 200],
  [196, 204, 208],
  [225, 222, 214],
  [176, 184, 170],
  [188, 170, 150],
  [150, 160, 172],
];
const WOODS: readonly Rgb[] = [
  [120, 84, 54],
  [160, 122, 84],
  [84, 60, 44],
  [196, 176, 150],
];
const SKY: Rgb = [225, 238, 255];
const DARK: Rgb = [38, 38, 42];

const PAINTERS: Readonly<Record<RoomName, (painting: Painting) => void>> = {
  wall(painting) {
    paintWall(painting);
    const { random, width, height } = painting;
    if (random() < 0.6) paintFrame(painting, between(random, 0.02, 0.2) * width, 0.12 * height);
    if (random() < 0.6) paintFrame(painting, between(random, 0.72, 0.85) * width, 0.1 * height);
  },
  shelf(painting) {
    paintWall(painting);
    const { random, width, height, scale } = painting;
    const wood = oneOf(random, WOODS);
    const pitch = Math.max(40, 0.34 * scale);
    for (let y = between(random, -0.3, 0) * pitch; y < height; y += pitch) {
      let x = -10;
      while (x < width) {
        const thick = between(random, 0.018, 0.05) * scale;
        if (random() < 0.12) x += 3 * thick;
        const high = between(random, 0.5, 0.86) * pitch;
        rect(painting, x, y + pitch - high, x + thick - 1, y + pitch, bookColour(random));
        x += thick;
      }
      rect(painting, 0, y + pitch - 0.02 * scale, width, y + pitch + 0.012 * scale, wood);
    }
  },
  window(painting) {
    paintWall(painting);
    const { random, width, height, scale } = painting;
    const left = between(random, 0.02, 0.55) * width;
    const right = left + between(random, 0.7, 1.1) * scale;
    const bottom = between(random, 0.45, 0.65) * height;
    rect(painting, left - 8, -5, right + 8, bottom + 10, [235, 235, 230]);
    rect(painting, left, 0, right, bottom, SKY, between(random, 0.5, 1.3));
    const green: Rgb = [96, 120, 84];
    rect(painting, left, bottom * between(random, 0.6, 0.85), right, bottom, green, 0.4);
    rect(painting, (left + right) / 2 - 4, 0, (left + right) / 2 + 4, bottom, [235, 235, 230]);
  },
  office(painting) {
    paintWall(painting);
    const { random, width, height, scale } = painting;
    const desk = between(random, 0.55, 0.7) * height;
    rect(painting, 0, desk, width, height, oneOf(random, WOODS));
    const left = between(random, 0.03, 0.2) * width;
    rect(painting, left, desk - 0.36 * scale, left + 0.55 * scale, desk - 0.05 * scale, DARK);
    const glow = between(random, 0.1, 0.3);
    rect(
      painting,
      left + 5,
      desk - 0.35 * scale,
      left + 0.55 * scale - 5,
      desk - 0.07 * scale,
      [120, 150, 190],
      glow,
    );
    const cabinet = between(random, 0.7, 0.8) * width;
    for (let drawer = 0; drawer < 4; drawer += 1) {
      const top = desk - 0.6 * scale + drawer * 0.3 * scale;
      rect(painting, cabinet, top, cabinet + 0.45 * scale, top + 0.29 * scale, [150, 154, 158]);
      rect(
        painting,
        cabinet + 0.15 * scale,
        top + 0.05 * scale,
        cabinet + 0.3 * scale,
        top + 0.07 * scale,
        DARK,
      );
    }
    rect(painting, 0.3 * width, -5, 0.6 * width, 0.05 * height, [255, 255, 250], 0.9);
  },
  tiles(painting) {
    const { random, width, height, scale } = painting;
    const tile = between(random, 0.1, 0.2) * scale;
    const colour = oneOf(random, WALLS);
    rect(painting, 0, 0, width, height, [110, 108, 104]);
    for (let y = -tile * random(); y < height; y += tile) {
      for (let x = -tile * random(); x < width; x += tile) {
        rect(
          painting,
          x + 1,
          y + 1,
          x + tile - 1,
          y + tile - 1,
          shaded(colour, between(random, 0.9, 1.05)),
        );
      }
    }
    const cupboard = between(random, 0.1, 0.22) * height;
    rect(painting, 0, -5, width, cupboard, oneOf(random, WOODS));
  },
  curtain(painting) {
    const { random, width, height, scale } = painting;
    const colour = bookColour(random);
    const fold = between(random, 0.06, 0.14) * scale;
    const phase = random() * 6;
    for (let x = 0; x < width; x += 1) {
      const wave = Math.sin((x / fold) * 2 + phase) + 0.5 * Math.sin((x / fold) * 3.7 + 2 * phase);
      rect(painting, x, 0, x + 1, height, shaded(colour, 0.8 + 0.22 * wave));
    }
  },
};

function paintWall(painting: Painting): void {
  const { random, width, height } = painting;
  rect(painting, 0, 0, width, height, shaded(oneOf(random, WALLS), between(random, 0.75, 1.05)));
}

function paintFrame(painting: Painting, left: number, top: number): void {
  const { random, scale } = painting;
  const wide = between(random, 0.25, 0.5) * scale;
  const high = between(random, 0.3, 0.5) * scale;
  rect(painting, left, top, left + wide, top + high, oneOf(random, WOODS));
  rect(painting, left + 5, top + 5, left + wide - 5, top + high - 5, [230, 228, 220]);
  for (let shape = 0; shape < 5; shape += 1) {
    const x = left + 10 + random() * (wide - 40);
    const y = top + 10 + random() * (high - 40);
    rect(
      painting,
      x,
      y,
      x + between(random, 6, 30),
      y + between(random, 6, 30),
      bookColour(random),
    );
  }
}

function bookColour(random: Random): Rgb {
  const grey = between(random, 50, 170);
  const hue = random() * 2 * Math.PI;
  const rich = between(random, 10, 55);
  return [0, 2.1, 4.2].map((turn) =>
    Math.min(235, Math.max(20, grey + rich * Math.cos(hue + turn))),
  ) as unknown as Rgb;
}

function shaded(colour: Rgb, by: number): Rgb {
  return colour.map((value) => Math.min(245, value * by)) as unknown as Rgb;
}

/** Fills a rectangle; `glow` is how much light it gives by itself. */
function rect(
  { width, height, colours, glow }: Painting,
  left: number,
  top: number,
  right: number,
  bottom: number,
  colour: Rgb,
  shine = 0,
): void {
  const linear = colour.map(toLinear);
  for (let y = Math.max(0, Math.round(top)); y < Math.min(height, Math.round(bottom)); y += 1) {
    for (let x = Math.max(0, Math.round(left)); x < Math.min(width, Math.round(right)); x += 1) {
      const at = 3 * (y * width + x);
      for (let channel = 0; channel < 3; channel += 1) {
        colours[at + channel] = linear[channel]! * (shine > 0 ? 0.1 : 1);
        glow[at + channel] = linear[channel]! * shine;
      }
    }
  }
}

const KNOT_PX = 8;

/** A lamp is nearer to one place of a wall than to the others, and no wall is of one colour. */
function lightUnevenly({ width, height, colours, random }: Painting): void {
  const lampX = random() * width;
  const lampY = between(random, -0.5, 0.3) * height;
  const reach = between(random, 0.8, 1.8) * width;
  const waves = Array.from({ length: 6 }, () => ({
    x: between(random, -0.05, 0.05),
    y: between(random, -0.05, 0.05),
    phase: random() * 6,
  }));
  const lightAt = (x: number, y: number): number => {
    const squared = ((x - lampX) ** 2 + (y - lampY) ** 2) / reach ** 2;
    let share = 0.45 + 0.65 / (1 + squared);
    for (const wave of waves) share += 0.006 * Math.sin(wave.x * x + wave.y * y + wave.phase);
    return share;
  };
  // It changes so slowly that it needs to be known at few places only.
  const knots = Math.ceil(width / KNOT_PX) + 1;
  const knotsOf = (y: number): number[] =>
    Array.from({ length: knots }, (_, knot) => lightAt(knot * KNOT_PX, y));
  let [above, below] = [knotsOf(0), knotsOf(KNOT_PX)];
  for (let y = 0; y < height; y += 1) {
    const down = (y % KNOT_PX) / KNOT_PX;
    if (y > 0 && down === 0) [above, below] = [below, knotsOf(y + KNOT_PX)];
    const along = above.map((share, knot) => share + down * (below[knot]! - share));
    for (let x = 0, at = 3 * y * width; x < width; x += 1, at += 3) {
      const knot = Math.floor(x / KNOT_PX);
      const share = along[knot]! + (x / KNOT_PX - knot) * (along[knot + 1]! - along[knot]!);
      for (let channel = 0; channel < 3; channel += 1) colours[at + channel]! *= share;
    }
  }
}

function boxBlur(values: Float32Array, width: number, height: number, radius: number): void {
  const length = 3 * width;
  const copy = new Float32Array(values.length);
  const count = 2 * radius + 1;
  for (let y = 0; y < height; y += 1) {
    const row = y * length;
    for (let channel = 0; channel < 3; channel += 1) {
      const at = (x: number): number => row + channel + 3 * Math.min(width - 1, Math.max(0, x));
      let sum = 0;
      for (let x = -radius - 1; x < radius; x += 1) sum += values[at(x)]!;
      for (let x = 0; x < width; x += 1) {
        sum += values[at(x + radius)]! - values[at(x - radius - 1)]!;
        copy[row + channel + 3 * x] = sum / count;
      }
    }
  }
  const rowOf = (y: number): number => length * Math.min(height - 1, Math.max(0, y));
  const sums = new Float64Array(length);
  for (let y = -radius - 1; y < radius; y += 1) {
    const from = rowOf(y);
    for (let x = 0; x < length; x += 1) sums[x]! += copy[from + x]!;
  }
  for (let y = 0; y < height; y += 1) {
    const coming = rowOf(y + radius);
    const going = rowOf(y - radius - 1);
    const to = y * length;
    for (let x = 0; x < length; x += 1) {
      sums[x]! += copy[coming + x]! - copy[going + x]!;
      values[to + x] = sums[x]! / count;
    }
  }
}

/** What the two lights make of a room's colours. */
export function lightRoom(
  room: Room,
  into: {
    readonly width: number;
    readonly height: number;
    readonly light: Float32Array;
    readonly nearness: Float32Array;
  },
  lights: { readonly room: LinearColour; readonly screen: LinearColour },
  shift: { readonly x: number; readonly y: number },
): void {
  const marginX = (room.width - into.width) / 2;
  const marginY = (room.height - into.height) / 2;
  const fromX = Math.min(2 * marginX - 1.001, Math.max(0, marginX + shift.x));
  const fromY = Math.min(2 * marginY - 1.001, Math.max(0, marginY + shift.y));
  const column = Math.floor(fromX);
  const row = Math.floor(fromY);
  const fu = fromX - column;
  const fv = fromY - row;
  const stride = 3 * room.width;
  const length = 3 * into.width;
  const isShifted = fu !== 0 || fv !== 0;
  let [above, below] = [new Float32Array(length), new Float32Array(length)];
  if (isShifted) shiftRow(room.colours, row * stride + 3 * column, below, fu);
  for (let y = 0; y < into.height; y += 1) {
    const from = (row + y) * stride + 3 * column;
    const to = into.light.subarray(y * length, (y + 1) * length);
    if (isShifted) {
      [above, below] = [below, above];
      shiftRow(room.colours, from + stride, below, fu);
      for (let at = 0; at < length; at += 1) to[at] = above[at]! + fv * (below[at]! - above[at]!);
    } else to.set(room.colours.subarray(from, from + length));
    // The room's own picture is not lit by the colour of a window that is in it.
    for (let channel = 0; channel < 3; channel += 1) {
      const light = lights.room[channel]! + lights.screen[channel]!;
      for (let at = channel; at < length; at += 3) to[at]! *= light;
    }
    if (room.hasGlow) for (let at = 0; at < length; at += 1) to[at]! += room.glow[from + at]!;
  }
  into.nearness.fill(0);
}

/** A row of the room's colours from between its columns. */
function shiftRow(colours: Float32Array, from: number, to: Float32Array, share: number): void {
  for (let at = 0, here = from; at < to.length; at += 1, here += 1)
    to[at] = colours[here]! + share * (colours[here + 3]! - colours[here]!);
}
