import type { Texture } from './texture.ts';

/** The shape of a person in a portrait, from the landmarks alone. */
export interface Outline {
  /** Surely of the person. */
  readonly core: (x: number, y: number) => boolean;
  /** As large as a person may be expected to be. */
  readonly generous: (x: number, y: number) => boolean;
}

/** Deviations of the rim's colours above this are no backdrop. */
const PLAIN_WITHIN = 0.055;
const LEAST_TOLERANCE = 0.06;
const TOLERANCE_PER_DEVIATION = 3;

/**
 * Writes into the texture's alpha what belongs to the person.
 *
 * Before a plain backdrop: whatever is not joined to the picture's upper rim by the backdrop's colour. Otherwise the
 * outline, which cuts off hair and keeps a little of what is behind.
 */
export function cutOutPerson(texture: Texture, outline: Outline): void {
  const { width, height, rgba } = texture;
  const backdrop = backdropOf(texture);
  const isBehind =
    backdrop === undefined ? undefined : floodFromRim(texture, backdrop, outline.core);
  const alpha = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const isPerson =
        isBehind === undefined ? outline.generous(x, y) : isBehind[at] === 0 || outline.core(x, y);
      alpha[at] = isPerson ? 1 : 0;
    }
  }
  // One pixel of the rim is mixed with the backdrop; it is left out, and the rest made soft.
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy += 1) {
        for (let dx = -1; dx <= 1; dx += 1) {
          const row = Math.min(height - 1, Math.max(0, y + dy));
          const column = Math.min(width - 1, Math.max(0, x + dx));
          sum += alpha[row * width + column]!;
        }
      }
      rgba[4 * (y * width + x) + 3] = Math.max(0, (sum / 9) * 1.8 - 0.8);
    }
  }
}

interface Backdrop {
  readonly colour: readonly [number, number, number];
  readonly tolerance: number;
}

/** The colour of the upper rim, when it is one colour. Roots of linear light, which are near to what the eye sees. */
function backdropOf({ width, height, rgba }: Texture): Backdrop | undefined {
  const samples: [number, number, number][] = [];
  const add = (x: number, y: number): void => {
    const at = 4 * (y * width + x);
    samples.push([Math.sqrt(rgba[at]!), Math.sqrt(rgba[at + 1]!), Math.sqrt(rgba[at + 2]!)]);
  };
  for (let x = 0; x < width; x += 1) add(x, 1);
  for (let y = 0; y < 0.45 * height; y += 1) {
    add(1, y);
    add(width - 2, y);
  }
  const medianOf = (values: number[]): number =>
    values.sort((one, other) => one - other)[values.length >> 1] ?? 0;
  const colour = [0, 1, 2].map((channel) => medianOf(samples.map((s) => s[channel]!)));
  const [red = 0, green = 0, blue = 0] = colour;
  const distances = samples.map(([r, g, b]) => Math.hypot(r - red, g - green, b - blue));
  distances.sort((one, other) => one - other);
  const deviation = distances[Math.floor(0.7 * distances.length)] ?? 1;
  if (deviation > PLAIN_WITHIN) return undefined;
  return {
    colour: [red, green, blue],
    tolerance: Math.max(LEAST_TOLERANCE, TOLERANCE_PER_DEVIATION * deviation),
  };
}

/** 1 where the backdrop reaches from the rim without crossing the person. */
function floodFromRim(
  { width, height, rgba }: Texture,
  { colour, tolerance }: Backdrop,
  isCore: (x: number, y: number) => boolean,
): Uint8Array {
  const reached = new Uint8Array(width * height);
  const open: number[] = [];
  const visit = (x: number, y: number): void => {
    const at = y * width + x;
    if (x < 0 || y < 0 || x >= width || y >= height || reached[at] !== 0) return;
    const red = Math.sqrt(rgba[4 * at]!) - colour[0];
    const green = Math.sqrt(rgba[4 * at + 1]!) - colour[1];
    const blue = Math.sqrt(rgba[4 * at + 2]!) - colour[2];
    if (Math.hypot(red, green, blue) > tolerance || isCore(x, y)) return;
    reached[at] = 1;
    open.push(at);
  };
  for (let x = 0; x < width; x += 1) visit(x, 0);
  for (let y = 0; y < 0.6 * height; y += 1) {
    visit(0, y);
    visit(width - 1, y);
  }
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    visit(x - 1, y);
    visit(x + 1, y);
    visit(x, y - 1);
    visit(x, y + 1);
  }
  return reached;
}
