/**
 * Names of the face quality components that this project computes.
 *
 * Names and the 0…100 scale (higher is better) follow ISO/IEC 29794-5.
 */
export const QUALITY_COMPONENTS = [
  'interEyeDistance',
  'headPoseYaw',
  'headPosePitch',
  'headPoseRoll',
  'luminanceMean',
  'luminanceVariance',
  'dynamicRange',
  'overExposure',
  'underExposure',
  'illuminationUniformity',
  'naturalColour',
  'backgroundUniformity',
  'eyesOpen',
  'mouthClosed',
  'headSize',
  'margins',
  'sharpness',
  'singleFace',
] as const;

/** The name of one quality component. */
export type QualityComponent = (typeof QUALITY_COMPONENTS)[number];

/** One component: its raw measure in its own unit, and the 0…100 value, or why there is none. */
export type QualityMeasure =
  | { readonly kind: 'evaluated'; readonly raw: number; readonly value: number }
  | { readonly kind: 'not-evaluated'; readonly reason: 'not-measurable' | 'out-of-frame' };

/**
 * Every quality component of one sample; there is no overall score.
 *
 * Personal data: measures of a face's picture. They stay in the booth.
 */
export type FaceQuality = Readonly<Record<QualityComponent, QualityMeasure>>;

/** Least values (0…100) a sample needs; a component that is not named is not required. */
export type QualityFloor = Readonly<Partial<Record<QualityComponent, number>>>;

/**
 * Lists the components in which a sample stays under the floor.
 *
 * A required component that was not evaluated counts as under the floor: what could not be measured
 * is never fine.
 */
export function componentsUnder(
  quality: FaceQuality,
  floor: QualityFloor,
): readonly QualityComponent[] {
  return QUALITY_COMPONENTS.filter((component) => {
    const minimum = floor[component];
    if (minimum === undefined) return false;
    const measure = quality[component];
    return measure.kind === 'not-evaluated' || !(measure.value >= minimum);
  });
}
