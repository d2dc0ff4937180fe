import type { Region } from '../alignment/region.ts';
import { baseOf, type Pyramid } from '../image/raster.ts';
import type { Network } from '../runtime/network.ts';
import type { DetectedFace } from './detected-face.ts';
import { detectWithRfb } from './rfb.ts';

export interface Detectors {
  /** BlazeFace, short range: faces that fill a good part of what it is shown, turned ones too. */
  readonly near: Network;
  /** RFB-320: small faces too, upright ones only. */
  readonly far: Network;
}

/** The square around the whole picture. */
export function wholePicture(pyramid: Pyramid): Region {
  const { width, height } = baseOf(pyramid);
  return {
    centre: { x: (width - 1) / 2, y: (height - 1) / 2 },
    side: Math.max(width, height),
    angle: 0,
  };
}

/** Small faces in a picture that is taken to lie turned by `turn`, a multiple of a quarter turn. */
export async function detectFar(
  far: Network,
  pyramid: Pyramid,
  turn: number,
): Promise<DetectedFace[]> {
  const { width, height } = baseOf(pyramid);
  const sideways = Math.abs(Math.sin(turn)) > 0.5;
  const [across, down] = sideways ? [height, width] : [width, height];
  return detectWithRfb(far, pyramid, {
    centre: { x: (width - 1) / 2, y: (height - 1) / 2 },
    side: Math.max(down, (across * far.input.height) / far.input.width),
    angle: turn,
  });
}

export function largestFirst(faces: readonly DetectedFace[]): readonly DetectedFace[] {
  return faces.toSorted((one, other) => other.sidePx - one.sidePx);
}

/** Area of the largest other face in that of the chosen one; over 1 when it is larger, 0 when there is none. */
export function secondFaceShare(
  chosen: { readonly sidePx: number },
  others: readonly { readonly sidePx: number }[],
): number {
  return (Math.max(0, ...others.map(({ sidePx }) => sidePx)) / chosen.sidePx) ** 2;
}
