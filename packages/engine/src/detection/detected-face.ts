import type { Point } from '../alignment/similarity.ts';

/** A face somebody found in a picture, in pixels of that picture. */
export interface DetectedFace {
  readonly centre: Point;
  /** The longer side of the box around it. */
  readonly sidePx: number;
  /** How far the head is turned in the picture plane, radians, clockwise as the eye sees it. */
  readonly angle: number;
  /** 0…1, on the detector's own scale. */
  readonly confidence: number;
}

/** Share of the smaller of two squares that the other covers, turns left aside. */
function overlap(one: DetectedFace, other: DetectedFace): number {
  const half = (one.sidePx + other.sidePx) / 2;
  const shorter = Math.min(one.sidePx, other.sidePx);
  const wide = Math.min(shorter, half - Math.abs(one.centre.x - other.centre.x));
  const high = Math.min(shorter, half - Math.abs(one.centre.y - other.centre.y));
  return wide <= 0 || high <= 0 ? 0 : (wide * high) / (shorter * shorter);
}

const SAME_FACE_OVERLAP = 0.4;

/** Whether two boxes lie over one another so far that they are around one face. */
export function isSameFace(one: DetectedFace, other: DetectedFace): boolean {
  return overlap(one, other) >= SAME_FACE_OVERLAP;
}

/** Keeps the most confident of the boxes that lie over one another, most confident first. */
export function suppressOverlapping(faces: readonly DetectedFace[]): DetectedFace[] {
  const kept: DetectedFace[] = [];
  for (const face of faces.toSorted((one, other) => other.confidence - one.confidence)) {
    if (kept.every((better) => !isSameFace(better, face))) kept.push(face);
  }
  return kept;
}
