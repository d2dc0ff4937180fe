import { fitSimilarity, invert, type Point, type Similarity } from './similarity.ts';

/** Where a recognition network expects eyes, nose tip and mouth corners, in a 112 × 112 picture. */
const TEMPLATE: readonly Point[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];

const TEMPLATE_SIDE_PX = 112;

/** Points of a face as the picture shows them: first the eye on the left side of the picture. */
export interface FivePoints {
  readonly leftEye: Point;
  readonly rightEye: Point;
  readonly noseTip: Point;
  readonly leftMouthCorner: Point;
  readonly rightMouthCorner: Point;
}

/** The similarity from a `sidePx` × `sidePx` recognition input to the picture that shows the face. */
export function alignedToPicture(points: FivePoints, sidePx: number): Similarity {
  const scale = sidePx / TEMPLATE_SIDE_PX;
  const target = TEMPLATE.map(({ x, y }) => ({
    x: (x + 0.5) * scale - 0.5,
    y: (y + 0.5) * scale - 0.5,
  }));
  const source = [
    points.leftEye,
    points.rightEye,
    points.noseTip,
    points.leftMouthCorner,
    points.rightMouthCorner,
  ];
  return invert(fitSimilarity(source, target));
}

export function eyeDistancePx({ leftEye, rightEye }: FivePoints): number {
  return Math.hypot(rightEye.x - leftEye.x, rightEye.y - leftEye.y);
}
