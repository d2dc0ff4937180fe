import type { FaceQuality, QualityComponent } from '@bonin/core';

/** What recognition suffers from most, each as strong as the other. */
const RANKED: readonly QualityComponent[] = [
  'interEyeDistance',
  'headPoseYaw',
  'headPosePitch',
  'luminanceMean',
  'eyesOpen',
  'sharpness',
];

/**
 * Ranks samples of one face by usefulness for recognition: the product of their component values.
 *
 * Only for choosing among frames of one probe; it decides nothing.
 */
export function usefulnessOf(quality: FaceQuality): number {
  let product = 1;
  for (const component of RANKED) {
    const measure = quality[component];
    product *= measure.kind === 'evaluated' ? measure.value / 100 : 0;
  }
  return product;
}
