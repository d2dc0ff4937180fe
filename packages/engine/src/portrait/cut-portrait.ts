import { REGION_PER_BOX, rollOf, squareAround } from '../alignment/face-mesh.ts';
import type { Point } from '../alignment/similarity.ts';
import type { SearchedFace } from '../find-face.ts';
import { CUT_STEP_PX, levelOf, type Raster } from '../image/raster.ts';
import { lightRegion } from '../quality/face-light.ts';
import { measureShape } from '../quality/face-shape.ts';
import type { Region } from '../alignment/region.ts';
import { PORTRAIT_SIDE_MAX_PX, type CardPortrait } from './card-portrait.ts';

/** Room for what a second look moves, and for the pixels between which one is sampled. */
const ROOM = 0.06;

const QUARTER = Math.PI / 2;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Cuts the portrait out of the picture of a card, with all around it that assessing and comparing it look at.
 *
 * Personal data: copies pixels of a face.
 */
export function cutPortrait(found: SearchedFace): CardPortrait {
  const { pyramid, detected, upright, secondFaceShare } = found;
  const { picture } = pyramid.cut;
  const box = onGrid(around(regionsLookedAt(found)), picture);
  const depth = depthFor(box);
  const level = levelOf(pyramid, depth);
  const unit = 2 ** level.depth;
  const raster = crop(level.raster, {
    left: box.left / unit,
    top: box.top / unit,
    right: Math.ceil(box.right / unit),
    bottom: Math.ceil(box.bottom / unit),
  });
  return {
    raster,
    cut: { picture, left: box.left, top: box.top, depth: level.depth },
    detected,
    quarterTurns: ((Math.round(upright / QUARTER) % 4) + 4) % 4,
    secondFaceShare,
  };
}

/** The squares in which the landmarks are looked for, first and again, and the one in which light is measured. */
function regionsLookedAt({ detected, mesh, pyramid, upright }: SearchedFace): readonly Region[] {
  const roll = rollOf(mesh);
  const { centre, side } = squareAround(mesh, roll);
  return [
    { centre: detected.centre, side: detected.sidePx * REGION_PER_BOX, angle: detected.angle },
    { centre, side: side * REGION_PER_BOX, angle: roll },
    lightRegion(measureShape(mesh, pyramid.cut.picture, upright)),
  ];
}

function around(regions: readonly Region[]): Box {
  const corners = regions.flatMap(cornersOf);
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const room = ROOM * Math.max(...regions.map(({ side }) => side));
  return {
    left: Math.min(...xs) - room,
    top: Math.min(...ys) - room,
    right: Math.max(...xs) + room,
    bottom: Math.max(...ys) + room,
  };
}

function cornersOf({ centre, side, angle }: Region): readonly Point[] {
  const reach = (side / 2) * (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle)));
  return [
    { x: centre.x - reach, y: centre.y - reach },
    { x: centre.x + reach, y: centre.y + reach },
  ];
}

/** Widened to where every halving falls on whole pixels, and held within the picture. */
function onGrid(box: Box, picture: { readonly width: number; readonly height: number }): Box {
  const before = (at: number, size: number) =>
    CUT_STEP_PX * Math.floor(Math.min(size - 1, Math.max(0, at)) / CUT_STEP_PX);
  const after = (at: number, size: number) =>
    Math.min(size, CUT_STEP_PX * Math.ceil(Math.max(1, at) / CUT_STEP_PX));
  return {
    left: before(box.left, picture.width),
    top: before(box.top, picture.height),
    right: after(box.right, picture.width),
    bottom: after(box.bottom, picture.height),
  };
}

function depthFor({ left, top, right, bottom }: Box): number {
  const longest = Math.max(right - left, bottom - top);
  let depth = 0;
  while (Math.ceil(longest / 2 ** depth) > PORTRAIT_SIDE_MAX_PX) depth += 1;
  return depth;
}

function crop(from: Raster, { left, top, right, bottom }: Box): Raster {
  // A halved picture leaves out an odd last row or column.
  const width = Math.min(right, from.width) - left;
  const height = Math.min(bottom, from.height) - top;
  const pixels = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row += 1) {
    const start = 3 * ((top + row) * from.width + left);
    pixels.set(from.pixels.subarray(start, start + 3 * width), 3 * row * width);
  }
  return { width, height, pixels };
}
