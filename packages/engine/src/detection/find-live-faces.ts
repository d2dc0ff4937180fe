import type { Pyramid } from '../image/raster.ts';
import { detectWithBlazeface } from './blazeface.ts';
import type { DetectedFace } from './detected-face.ts';
import { detectFar, largestFirst, wholePicture, type Detectors } from './detectors.ts';

/**
 * Finds the faces before a camera, largest first.
 *
 * Small faces are looked for only when there is no large one: whoever stands far behind the applicant is
 * not in the way.
 *
 * Personal data: reads pixels; returns places.
 */
export async function findLiveFaces(
  { near, far }: Detectors,
  pyramid: Pyramid,
): Promise<readonly DetectedFace[]> {
  const large = await detectWithBlazeface(near, pyramid, wholePicture(pyramid));
  return largestFirst(large.length > 0 ? large : await detectFar(far, pyramid, 0));
}
