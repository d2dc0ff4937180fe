/**
 * From raw measures to the 0…100 scale, component by component.
 *
 * Formulas as in ISO/IEC 29794-5's reference implementation. `sharpness` is this house's own: the
 * standard's is a trained forest that is not part of this project.
 */

/** The logistic curve S(x; x0, w) that most components are mapped by. */
function sigmoid(x: number, x0: number, w: number): number {
  return 1 / (1 + Math.exp(-(x - x0) / w));
}

function clip(value: number): number {
  return Math.min(100, Math.max(0, value));
}

/** @param px - distance of the eye centres, corrected by yaw */
export function interEyeDistanceValue(px: number): number {
  return clip(100 * sigmoid(px, 70, 20));
}

/** @param degrees - yaw, pitch or roll */
export function headPoseValue(degrees: number): number {
  return clip(100 * Math.max(0, Math.cos((degrees * Math.PI) / 180)) ** 2);
}

/** @param mean - luminance, 0…1 */
export function luminanceMeanValue(mean: number): number {
  return clip(100 * sigmoid(mean, 0.2, 0.05) * (1 - sigmoid(mean, 0.8, 0.05)));
}

/** @param variance - of luminance in 0…1 */
export function luminanceVarianceValue(variance: number): number {
  const v = 60 * variance;
  return clip(100 * Math.sin((v / (v + 1)) * Math.PI));
}

/** @param bits - entropy of the luminance histogram */
export function dynamicRangeValue(bits: number): number {
  return clip(12.5 * bits);
}

/** @param share - of pixels with luminance 247…255 */
export function overExposureValue(share: number): number {
  return clip(1 / (share + 0.01));
}

/** @param share - of pixels with luminance 0…25 */
export function underExposureValue(share: number): number {
  return clip(120 * (0.832 - sigmoid(share, 0.92, 0.05)));
}

/** @param overlap - of the cheeks' luminance histograms, 0…1 */
export function illuminationUniformityValue(overlap: number): number {
  return clip(100 * overlap ** 0.3);
}

/** @param distance - in CIELAB from the range of skin colours */
export function naturalColourValue(distance: number): number {
  return clip(200 * (1 - sigmoid(distance, 0, 10)));
}

/** @param gradient - mean over the background */
export function backgroundUniformityValue(gradient: number): number {
  return clip(190 * (1 - sigmoid(gradient, 10, 100)));
}

/** @param gap - of the eyelids, in units of the distance from the eyes' middle to the chin */
export function eyesOpenValue(gap: number): number {
  return clip(100 * sigmoid(gap, 0.02, 0.01));
}

/** @param gap - of the lips, in units of the distance from the eyes' middle to the chin */
export function mouthClosedValue(gap: number): number {
  return clip(100 * (1 - sigmoid(gap, 0.2, 0.06)));
}

/** @param deviation - of the head's share of the picture's height from 0.45 */
export function headSizeValue(deviation: number): number {
  return clip(200 * (1 - sigmoid(deviation, 0, 0.05)));
}

export interface Margins {
  /** In eye distances, from the middle of the eyes. */
  readonly left: number;
  readonly right: number;
  /** In distances from the middle of the eyes to the chin, from the middle of the eyes. */
  readonly above: number;
  readonly below: number;
}

/** The worst of the four sides. */
export function marginsValue({ left, right, above, below }: Margins): number {
  return clip(
    100 *
      Math.min(
        sigmoid(left, 0.9, 0.1),
        sigmoid(right, 0.9, 0.1),
        sigmoid(below, 1.8, 0.1),
        sigmoid(above, 1.4, 0.1),
      ),
  );
}

/** @param share - area of the second largest face in that of the largest */
export function singleFaceValue(share: number): number {
  return clip(100 * (1 - share));
}

/** @param ratio - of fine detail to contrast at the recogniser's size, see `sharpness.ts` */
export function sharpnessValue(ratio: number): number {
  return clip(100 * sigmoid(Math.log10(Math.max(ratio, 1e-6)), SHARPNESS_MIDDLE, 0.15));
}

/**
 * Log10 of the measure in the middle of the scale, 0.004: there, out of focus or shaken, the median
 * comparison score of twenty mated pairs had fallen from 0.95 to 0.7.
 */
const SHARPNESS_MIDDLE = -2.4;
