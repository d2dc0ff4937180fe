import type { Point, Similarity } from './similarity.ts';

/** A square cut out of a picture, turned by `angle` radians (clockwise, as the eye sees it). */
export interface Region {
  readonly centre: Point;
  readonly side: number;
  readonly angle: number;
}

/**
 * The similarity from a `width` × `height` network input to the picture, so that the region fills the
 * input's shorter side and lies in its middle.
 */
export function regionToPicture(region: Region, width: number, height: number): Similarity {
  const scale = region.side / Math.min(width, height);
  const a = scale * Math.cos(region.angle);
  const b = scale * Math.sin(region.angle);
  // Pixel centres are whole numbers, so the middle of a row of n pixels is (n − 1) / 2.
  const mx = (width - 1) / 2;
  const my = (height - 1) / 2;
  return {
    a,
    b,
    tx: region.centre.x - (a * mx - b * my),
    ty: region.centre.y - (b * mx + a * my),
  };
}
