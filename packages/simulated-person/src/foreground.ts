import type { Texture } from './texture.ts';

/** The shape of a person in a portrait, from the landmarks alone. */
export interface Outline {
  /** Surely of the person. */
  readonly core: (x: number, y: number) => boolean;
  /** As large as a person without much hair. */
  readonly usual: (x: number, y: number) => boolean;
  /** Larger than any person, hair included. */
  readonly largest: (x: number, y: number) => boolean;
}

/** Roots of linear light, which are near to what the eye sees; a step of more than this is the edge of something. */
const TOLERANCE = 0.04;
/** How quickly the colour that is expected follows that of the backdrop, which is never lit evenly. */
const FOLLOWING = 0.12;
const RIM_PX = 3;
/** Less of the surroundings reached from the rim: there is no plain backdrop. */
const LEAST_REACHED = 0.7;

/**
 * Writes into the texture's alpha what belongs to the person.
 *
 * Before a plain backdrop: whatever the backdrop does not reach from the picture's rim. Otherwise the usual outline,
 * which cuts off hair and keeps a little of what is behind.
 */
export function cutOutPerson(texture: Texture, outline: Outline): void {
  const { width, height, rgba } = texture;
  const reached = floodFromRim(texture, outline.core);
  const alpha = new Float32Array(width * height);
  let around = 0;
  let aroundReached = 0;
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      if (!outline.largest(x, y)) {
        around += 1;
        aroundReached += reached[at]!;
      } else if (reached[at] === 0) alpha[at] = 1;
    }
  }
  if (aroundReached < LEAST_REACHED * around) {
    for (let y = 0, at = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1, at += 1) alpha[at] = outline.usual(x, y) ? 1 : 0;
  }
  keepJoined(alpha, width, height, outline.core);
  // The rim is mixed with the backdrop, by the lens and by halved colour; it is left out, and the rest made soft.
  let shrunk: Float32Array = alpha;
  for (let round = 0; round < RIM_PX; round += 1) shrunk = shrink(shrunk, width, height);
  for (let at = 0; at < shrunk.length; at += 1) rgba[4 * at + 3] = shrunk[at]!;
}

/** Takes a pixel off a shape, softly. */
function shrink(alpha: Float32Array, width: number, height: number): Float32Array {
  const shrunk = new Float32Array(alpha.length);
  for (let y = 0, at = 0; y < height; y += 1) {
    const up = y === 0 ? 0 : -width;
    const down = y === height - 1 ? 0 : width;
    for (let x = 0; x < width; x += 1, at += 1) {
      const left = x === 0 ? 0 : -1;
      const right = x === width - 1 ? 0 : 1;
      const mean =
        (alpha[at]! +
          alpha[at + up]! +
          alpha[at + down]! +
          alpha[at + left]! +
          alpha[at + right]!) /
        5;
      shrunk[at] = Math.max(0, 1.8 * mean - 0.8);
    }
  }
  return shrunk;
}

/** Drops specks that are not joined to the person. */
function keepJoined(
  alpha: Float32Array,
  width: number,
  height: number,
  isCore: (x: number, y: number) => boolean,
): void {
  const joined = new Uint8Array(width * height);
  const open: number[] = [];
  const visit = (at: number): void => {
    if (joined[at] !== 0 || alpha[at] === 0) return;
    joined[at] = 1;
    open.push(at);
  };
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 1) if (isCore(x, y)) visit(at);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = at % width;
    if (x > 0) visit(at - 1);
    if (x < width - 1) visit(at + 1);
    if (at >= width) visit(at - width);
    if (at < joined.length - width) visit(at + width);
  }
  for (let at = 0; at < joined.length; at += 1) alpha[at] = joined[at]!;
}

/** 1 where a backdrop of slowly changing colour reaches from the upper rim without crossing the person. */
function floodFromRim(
  { width, height, rgba }: Texture,
  isCore: (x: number, y: number) => boolean,
): Uint8Array {
  const reached = new Uint8Array(width * height);
  const roots = rgba.map(Math.sqrt);
  const expected = new Float32Array(3 * width * height);
  const queue = new Uint32Array(width * height);
  let queued = 0;
  const visit = (x: number, y: number, from: number): void => {
    const at = y * width + x;
    if (x < 0 || y < 0 || x >= width || y >= height || reached[at] !== 0) return;
    const source = from < 0 ? roots.subarray(4 * at) : expected.subarray(3 * from);
    let squared = 0;
    for (let channel = 0; channel < 3; channel += 1)
      squared += (roots[4 * at + channel]! - source[channel]!) ** 2;
    if (squared > TOLERANCE ** 2 || isCore(x, y)) return;
    for (let channel = 0; channel < 3; channel += 1) {
      const before = source[channel]!;
      expected[3 * at + channel] = before + FOLLOWING * (roots[4 * at + channel]! - before);
    }
    reached[at] = 1;
    queue[queued] = at;
    queued += 1;
  };
  for (let x = 0; x < width; x += 1) visit(x, 0, -1);
  for (let y = 0; y < 0.6 * height; y += 1) {
    visit(0, y, -1);
    visit(width - 1, y, -1);
  }
  for (let next = 0; next < queued; next += 1) {
    const at = queue[next]!;
    const x = at % width;
    const y = (at - x) / width;
    visit(x - 1, y, at);
    visit(x + 1, y, at);
    visit(x, y - 1, at);
    visit(x, y + 1, at);
  }
  return reached;
}
