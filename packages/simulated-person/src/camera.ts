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
  const blurred = new Float32Array(3 * setup.width * setup.height);
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
      blurAcross(canvas, blurred, setup.blur);
      const [exposure, ...balance] = last.logs;
      const factors = gains.map((gain, channel) => gain * Math.exp(-exposure - balance[channel]!));
      const { width, height } = canvas;
      const pixels = new Uint8Array(3 * width * height);
      const stride = 3 * width;
      const shot = setup.shotNoise ** 2;
      const read = setup.readNoise ** 2;
      const scale = CURVE_STEPS / CURVE_REACH;
      const side = setup.blur;
      const middle = 1 - 2 * side;
      for (let y = 0, to = 0; y < height; y += 1) {
        const up = y === 0 ? 0 : -stride;
        const down = y === height - 1 ? 0 : stride;
        let grain = Math.floor(random() * NOISE_LENGTH);
        for (let x = 0; x < width; x += 1) {
          for (let channel = 0; channel < 3; channel += 1, to += 1) {
            const value =
              factors[channel]! *
              (middle * blurred[to]! + side * (blurred[to + up]! + blurred[to + down]!));
            const grained = value + noise[grain]! * Math.sqrt(shot * value + read);
            grain += 1;
            if (grain === NOISE_LENGTH) grain = 0;
            const step = grained * scale;
            pixels[to] = curve[step <= 0 ? 0 : step >= CURVE_STEPS ? CURVE_STEPS : step | 0]!;
          }
        }
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

function blurAcross({ width, height, light }: Canvas, into: Float32Array, side: number): void {
  const middle = 1 - 2 * side;
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const before = x === 0 ? 0 : -3;
      const after = x === width - 1 ? 0 : 3;
      for (let channel = 0; channel < 3; channel += 1, at += 1)
        into[at] = middle * light[at]! + side * (light[at + before]! + light[at + after]!);
    }
  }
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
