import type { CanaryKind } from '../canaries/canary.ts';

/** How the numbers of a vector of features may be kept. */
type NumberKind = Extract<
  CanaryKind,
  'features-f32' | 'features-f16' | 'features-int8' | 'features-signs'
>;

export interface FeatureSearch {
  /** The shapes in which one of the vectors is found, wherever its numbers begin. */
  find(bytes: Uint8Array): ReadonlySet<NumberKind>;
}

/** Signs that are looked at first: two halves of 16, in each of which so many may differ. */
const HALF = 16;
const HALF_MISSES_MOST = 3;
/** What is as alike as this is the vector or one of the same face in the same picture. */
const COSINE_FROM = 0.75;
/** So many numbers are compared at least, when what follows was cut off: a database keeps what is long in pieces. */
const NUMBERS_LEAST = 256;
/** After so many numbers, what is not as alike as this has only by chance begun with the same signs. */
const NUMBERS_FIRST = 95;
const COSINE_FIRST = 0.5;
/** Of all signs so many agree. */
const SIGNS_FROM = 0.85;
/** Vectors that are looked for at once: one bit of a table each, and two for their packed signs. */
const VECTORS_MOST = 8;

const BITS = Uint8Array.from({ length: 65_536 }, (_, value) => {
  let count = 0;
  for (let left = value; left > 0; left >>= 1) count += left & 1;
  return count;
});

/**
 * Slides over bytes and looks for vectors of features, first by the signs of 32 numbers in a row, then by the cosine.
 *
 * Not found: vectors that were turned, sorted, masked or encrypted, or of which less than the first half is there.
 *
 * @throws {RangeError} for more than eight vectors
 */
export function openFeatureSearch(vectors: readonly Float32Array[]): FeatureSearch {
  if (vectors.length > VECTORS_MOST) throw new RangeError('too many vectors at once');
  const plain = tableOf(
    vectors.map((values) => ({ values, first: firstSigns(values) })),
    ({ first }) => first,
  );
  const packed = tableOf(
    vectors.flatMap((values) => [packSigns(values, 'high'), packSigns(values, 'low')]),
    ({ first }) => first,
  );

  function find(bytes: Uint8Array): ReadonlySet<NumberKind> {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const found = new Set<NumberKind>();
    const floats = (at: number): number => view.getFloat32(at, true);
    const halves = (at: number): number => HALVES[view.getUint16(at, true)]!;
    for (const phase of [0, 1, 2, 3]) {
      if (slide(bytes, { width: 4, phase, read: floats })) found.add('features-f32');
    }
    for (const phase of [0, 1]) {
      if (slide(bytes, { width: 2, phase, read: halves })) found.add('features-f16');
    }
    if (slide(bytes, { width: 1, phase: 0, read: (at) => view.getInt8(at) })) {
      found.add('features-int8');
    }
    if (slideSigns(bytes)) found.add('features-signs');
    return found;
  }

  function slide(
    bytes: Uint8Array,
    {
      width,
      phase,
      read,
    }: {
      readonly width: number;
      readonly phase: number;
      readonly read: (at: number) => number;
    },
  ): boolean {
    const { masks } = plain;
    const { length } = bytes;
    let signs = 0;
    for (let at = phase + width - 1; at < length; at += width) {
      signs = (signs << 1) | (bytes[at]! >> 7);
      const mask = masks[signs & 0xffff]!;
      if (mask === 0) continue;
      for (let place = plain.next(mask, signs, 0); place >= 0;) {
        const { values } = plain.templates[place]!;
        const from = at - (2 * HALF - 1) * width - (width - 1);
        if (from >= 0 && cosineAt(values, from, width, length, read) >= COSINE_FROM) return true;
        place = plain.next(mask, signs, place + 1);
      }
    }
    return false;
  }

  function slideSigns(bytes: Uint8Array): boolean {
    const { masks } = packed;
    let word = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      word = (word << 8) | bytes[at]!;
      const mask = masks[word & 0xffff]!;
      if (mask === 0) continue;
      for (let place = packed.next(mask, word, 0); place >= 0;) {
        const { bits } = packed.templates[place]!;
        if (at >= 3 && agreementAt(bits, bytes, at - 3) >= SIGNS_FROM) return true;
        place = packed.next(mask, word, place + 1);
      }
    }
    return false;
  }

  return { find };
}

/** For the second half of the signs, which vectors could be meant; then by the first half, which may be. */
interface Table<T> {
  readonly templates: readonly T[];
  readonly masks: Uint16Array;
  /** The place of the next vector from this one on that may be meant, or −1. Called for every thirtieth byte or so. */
  next(mask: number, signs: number, from: number): number;
}

function tableOf<T>(templates: readonly T[], signsOf: (template: T) => number): Table<T> {
  const masks = new Uint16Array(65_536);
  for (const [place, template] of templates.entries()) {
    const half = signsOf(template) & 0xffff;
    for (let value = 0; value < masks.length; value += 1) {
      if (BITS[value ^ half]! <= HALF_MISSES_MOST) masks[value]! |= 1 << place;
    }
  }
  const firstHalves = Uint16Array.from(templates, (template) => signsOf(template) >>> HALF);
  function next(mask: number, signs: number, from: number): number {
    const first = signs >>> HALF;
    for (let place = from; mask >> place !== 0; place += 1) {
      const isMeant = ((mask >> place) & 1) === 1;
      if (isMeant && BITS[first ^ firstHalves[place]!]! <= HALF_MISSES_MOST) return place;
    }
    return -1;
  }
  return { templates, masks, next };
}

/** Signs of the first numbers, the first one highest. */
function firstSigns(values: Float32Array): number {
  let signs = 0;
  for (let at = 0; at < 2 * HALF; at += 1) signs = (signs << 1) | (values[at]! < 0 ? 1 : 0);
  return signs;
}

/** One bit for each number, set where it is positive. */
export function packSigns(
  values: Float32Array,
  firstBit: 'high' | 'low',
): { readonly first: number; readonly bits: Uint8Array } {
  const bits = new Uint8Array(Math.floor(values.length / 8));
  for (let at = 0; at < 8 * bits.length; at += 1) {
    if (!(values[at]! > 0)) continue;
    bits[at >> 3]! |= firstBit === 'high' ? 0x80 >> (at & 7) : 1 << (at & 7);
  }
  const [a = 0, b = 0, c = 0, d = 0] = bits;
  return { first: (a << 24) | (b << 16) | (c << 8) | d, bits };
}

function agreementAt(bits: Uint8Array, bytes: Uint8Array, from: number): number {
  if (from + bits.length > bytes.length) return 0;
  let differing = 0;
  for (let at = 0; at < bits.length; at += 1) differing += BITS[bits[at]! ^ bytes[from + at]!]!;
  return 1 - differing / (8 * bits.length);
}

function cosineAt(
  values: Float32Array,
  from: number,
  width: number,
  length: number,
  read: (at: number) => number,
): number {
  const numbers = Math.min(values.length, Math.floor((length - from) / width));
  if (numbers < NUMBERS_LEAST) return 0;
  let product = 0;
  let own = 0;
  let other = 0;
  for (let at = 0; at < numbers; at += 1) {
    const value = read(from + width * at);
    product += value * values[at]!;
    own += values[at]! ** 2;
    other += value * value;
    // Almost all that had the right signs by chance ends here.
    if (at === NUMBERS_FIRST && !(product > COSINE_FIRST * Math.sqrt(own * other))) return 0;
  }
  const cosine = product / Math.sqrt(own * other);
  return Number.isFinite(cosine) ? cosine : 0;
}

/** Every number of IEEE 754 binary16, by its bits. */
const HALVES = Float32Array.from({ length: 65_536 }, (_, bits) => halfOf(bits));

function halfOf(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * 2 ** -14 * (fraction / 1024);
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}
