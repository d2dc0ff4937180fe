/**
 * What a simulated person is made from: one portrait and where its face lies.
 *
 * Personal data: the pixels of a face, for as long as the model is referred to.
 */
export interface PersonModel {
  readonly width: number;
  readonly height: number;
  /** sRGB, eight bits, red-green-blue interleaved, rows from the top. */
  readonly rgb: Uint8Array;
  /** The 468 landmarks of MediaPipe's face mesh: x right, y down, z away from the camera, in pixels of the portrait. */
  readonly points: Float32Array;
}

/** Points of the face mesh that are called by name. */
export const LANDMARKS = 468;

/** The rim of the face, clockwise in the picture from the middle of the forehead; the lowest is the chin. */
export const FACE_RIM = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148,
  176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const;

/** Rims of an eye from the outer to the inner corner: the upper lid, and the lower lid below each of its points. */
export const EYES = [
  {
    upper: [33, 246, 161, 160, 159, 158, 157, 173, 133],
    lower: [33, 7, 163, 144, 145, 153, 154, 155, 133],
  },
  {
    upper: [263, 466, 388, 387, 386, 385, 384, 398, 362],
    lower: [263, 249, 390, 373, 374, 380, 381, 382, 362],
  },
] as const;

/** Landmarks of a fold above the upper lid, which follows the lid half way. */
export const LID_FOLDS = [
  [247, 30, 29, 27, 28, 56, 190],
  [467, 260, 259, 257, 258, 286, 414],
] as const;

export const CHIN = 152;
export const NOSE_TIP = 4;

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** The middle of some landmarks. */
export function middleOf(points: Float32Array, indices: readonly number[]): Place {
  const sum = { x: 0, y: 0, z: 0 };
  for (const index of indices) {
    sum.x += points[3 * index]!;
    sum.y += points[3 * index + 1]!;
    sum.z += points[3 * index + 2]!;
  }
  const count = indices.length;
  return { x: sum.x / count, y: sum.y / count, z: sum.z / count };
}

/** The two corners, which a lid does not move. */
export function eyeMiddles(points: Float32Array): readonly [left: Place, right: Place] {
  return [middleOf(points, [33, 133]), middleOf(points, [263, 362])];
}

/** The distance of the eyes in the portrait, in its pixels. */
export function eyeDistanceOf(points: Float32Array): number {
  const [left, right] = eyeMiddles(points);
  return Math.hypot(right.x - left.x, right.y - left.y);
}
