import type { Canvas } from './canvas.ts';
import { clamp, fromLinear, normal, streamOf } from './numbers.ts';
import type { RgbPicture } from './presentation.ts';

/** A camera and what it does to a picture by itself. */
export interface CameraSetup {
  readonly width: number;
  readonly height: number;
  readonly focalPx: number;
  /** From the light to the page that has the picture. */
  readonly latencyMs: number;
  readonly exposureMs: number;
  /** Where the mean of the picture is brought to at first, linear. */
  readonly meanAimed: number;
  /** How quickly, and how much of a change of brightness is made good. */
  readonly autoExposure: Following;
  readonly whiteBalance: Following;
  /** Share of a pixel's light that its neighbours get, in each direction. */
  readonly blur: number;
  /** Deviations: of noise that grows with the root of the light, at full light, and of that which is always there. */
  readonly shotNoise: number;
  readonly readNoise: number;
  /** 0 none … 1: an S-shaped tone curve, as cameras have to please. */
  readonly contrast: number;
}

interface Following {
  readonly timeConstantMs: number;
  readonly share: number;
}

/** Turns light into pictures, one after the other. */
export interface Camera {
  develop(canvas: Canvas, atMs: number): RgbPicture;
}

const CURVE_STEPS = 8192;
/** Light up to this much has its place on the curve. */
const CURVE_REACH = 2;
/** A prime, so that rows of noise do not lie below one another. */
const NOISE_LENGTH = 65_521;
const METERED_EVERY = 7;

export function openCamera(setup: CameraSetup, seed: number): Camera {
  const random = streamOf(seed, 'sensor');
  const noise = Float32Array.from({ length: NOISE_LENGTH }, () => normal(random));
  const curve = curveOf(setup.contrast);
  const sensor = { noise, curve, deviations: deviationsOf(setup), side: setup.blur };
  const rows = [0, 1, 2].map(() => new Float32Array(3 * setup.width));
  let first: readonly [number, number, number] | undefined;
  let last = { atMs: 0, logs: [0, 0, 0, 0] as [number, number, number, number] };
  let gains: [number, number, number] = [1, 1, 1];

  /** Exposure and white balance follow what the sensor saw at the picture before. */
  function adjust(canvas: Canvas, atMs: number): void {
    const means = meter(canvas);
    if (first === undefined) {
      const mean = (means[0] + means[1] + means[2]) / 3;
      const gain = setup.meanAimed / mean;
      // Most, but not all, of a lamp's colour is taken away.
      gains = means.map((value) => gain * (mean / value) ** 0.55) as [number, number, number];
      first = means;
      last = { atMs, logs: [0, 0, 0, 0] };
      return;
    }
    const span = atMs - last.atMs;
    const follow = ({ timeConstantMs }: Following): number => 1 - Math.exp(-span / timeConstantMs);
    const changes = means.map((value, channel) => Math.log(value / first![channel]!));
    const brightness = (changes[0]! + changes[1]! + changes[2]!) / 3;
    const aims = [brightness, ...changes.map((change) => change - brightness)];
    const logs = aims.map((aim, part) => {
      const following = part === 0 ? setup.autoExposure : setup.whiteBalance;
      const before = last.logs[part]!;
      return before + (following.share * aim - before) * follow(following);
    }) as [number, number, number, number];
    last = { atMs, logs };
  }

  return {
    develop(canvas, atMs) {
      adjust(canvas, atMs);
      const [exposure, ...balance] = last.logs;
      const factors = gains.map((gain, channel) => gain * Math.exp(-exposure - balance[channel]!));
      const { width, height, light } = canvas;
      const pixels = new Uint8Array(3 * width * height);
      const length = 3 * width;
      let [above, here, below] = rows as [Float32Array, Float32Array, Float32Array];
      softenRow(light, 0, here, setup.blur);
      above.set(here);
      for (let y = 0; y < height; y += 1) {
        if (y < height - 1) softenRow(light, (y + 1) * length, below, setup.blur);
        else below.set(here);
        const grain = Math.floor(random() * (NOISE_LENGTH - length));
        const to = pixels.subarray(y * length, (y + 1) * length);
        developRow({ above, here, below }, to, { factors, grain, ...sensor });
        [above, here, below] = [here, below, above];
      }
      return { width, height, pixels };
    },
  };
}

/** Mean light, what is in the middle counting three times. */
function meter({ width, height, light }: Canvas): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  let weights = 0;
  for (let y = 3; y < height; y += METERED_EVERY) {
    for (let x = 3; x < width; x += METERED_EVERY) {
      const away = Math.hypot(x / width - 0.5, y / height - 0.5);
      const weight = away < 0.3 ? 3 : 1;
      const at = 3 * (y * width + x);
      // A lamp or window in the picture does not make everything else black.
      for (let channel = 0; channel < 3; channel += 1)
        sums[channel]! += weight * Math.min(1.5, light[at + channel]!);
      weights += weight;
    }
  }
  return sums.map((sum) => Math.max(1e-4, sum / weights)) as [number, number, number];
}

/** Softens one row along itself. */
function softenRow(light: Float32Array, from: number, into: Float32Array, side: number): void {
  const middle = 1 - 2 * side;
  const last = into.length - 3;
  for (let at = 0; at < 3; at += 1) {
    into[at] = (middle + side) * light[from + at]! + side * light[from + at + 3]!;
    const end = last + at;
    into[end] = (middle + side) * light[from + end]! + side * light[from + end - 3]!;
  }
  for (let at = 3; at < last; at += 1) {
    into[at] = middle * light[from + at]! + side * (light[from + at - 3]! + light[from + at + 3]!);
  }
}

interface Rows {
  readonly above: Float32Array;
  readonly here: Float32Array;
  readonly below: Float32Array;
}

/** Softens a row across its neighbours, adds noise, and gives each light its byte. */
function developRow(
  { above, here, below }: Rows,
  to: Uint8Array,
  {
    factors,
    side,
    grain,
    noise,
    deviations,
    curve,
  }: {
    readonly factors: readonly number[];
    readonly side: number;
    readonly grain: number;
    readonly noise: Float32Array;
    readonly deviations: Float32Array;
    readonly curve: Uint8Array;
  },
): void {
  const scale = CURVE_STEPS / CURVE_REACH;
  const middle = scale * (1 - 2 * side);
  const beside = scale * side;
  for (let channel = 0; channel < 3; channel += 1) {
    const own = middle * factors[channel]!;
    const others = beside * factors[channel]!;
    for (let at = channel; at < to.length; at += 3) {
      const clean = own * here[at]! + others * (above[at]! + below[at]!);
      const place = clean < CURVE_STEPS ? clean | 0 : CURVE_STEPS;
      const step = clean + noise[grain + at]! * deviations[place]!;
      to[at] = curve[step <= 0 ? 0 : step < CURVE_STEPS ? step | 0 : CURVE_STEPS]!;
    }
  }
}

/** Deviation of the noise, in steps of the curve, at each step of light. */
function deviationsOf({ shotNoise, readNoise }: CameraSetup): Float32Array {
  const scale = CURVE_STEPS / CURVE_REACH;
  return Float32Array.from(
    { length: CURVE_STEPS + 1 },
    (_, step) => scale * Math.sqrt((shotNoise ** 2 * step) / scale + readNoise ** 2),
  );
}

/** From linear light to a byte: a shoulder instead of a hard limit, the sRGB curve, and some contrast. */
function curveOf(contrast: number): Uint8Array {
  return Uint8Array.from({ length: CURVE_STEPS + 1 }, (_, step) => {
    const value = (step / CURVE_STEPS) * CURVE_REACH;
    const soft = value < 0.7 ? value : 0.7 + 0.3 * (1 - Math.exp(-(value - 0.7) / 0.3));
    const coded = clamp(fromLinear(soft), 0, 1);
    const curved = coded * coded * (3 - 2 * coded);
    return Math.round(255 * (coded + contrast * (curved - coded)));
  });
}
