import { seededRandom, type Random } from './random.ts';

/** An unrelated source of numbers for each label, so that a blink more does not change the noise. */
export function streamOf(seed: number, label: string): Random {
  let hash = 0x811c9dc5;
  for (const character of `${seed}\u0000${label}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  return seededRandom(hash);
}

/** One of a list that is not empty. */
export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to draw from');
  return item;
}

/** A number with mean 0 and deviation 1 (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** 0 up to `from`, 1 beyond `to`, smooth between. */
export function smoothStep(value: number, from: number, to: number): number {
  const share = clamp((value - from) / (to - from), 0, 1);
  return share * share * (3 - 2 * share);
}

/** From sRGB, 0…255, to linear light, 0…1. */
export function toLinear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** From linear light, 0…1, to sRGB, 0…1. */
export function fromLinear(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}

/** {@link toLinear} of every byte. */
export const LINEAR_OF_BYTE = Float32Array.from({ length: 256 }, (_, value) => toLinear(value));
