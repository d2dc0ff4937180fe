import {
  fivePointsOf,
  pointOf,
  rollOf,
  squareAround,
  type FaceMesh,
} from '../alignment/face-mesh.ts';
import { eyeDistancePx } from '../alignment/five-points.ts';
import { regionToPicture } from '../alignment/region.ts';
import {
  apply,
  invert,
  meanOf,
  scaleOf,
  type Point,
  type Similarity,
} from '../alignment/similarity.ts';
import { sample } from '../alignment/warp.ts';
import { linearLight } from '../image/linear-light.ts';
import { baseOf, type Pyramid } from '../image/raster.ts';

/** Mean red, green and blue in linear light, 0…1. */
export type LinearColour = readonly [number, number, number];

/** The light that comes back from a face, and from what is around it. */
export interface FaceColours {
  readonly skin: LinearColour;
  /** Above the head first, then on both sides of it; `undefined` what the picture does not show. */
  readonly behind: readonly (LinearColour | undefined)[];
  /** Patches of the front of the face; `undefined` what is not seen. */
  readonly patches: readonly (LinearColour | undefined)[];
}

const SIDE_PX = 72;
/** The square that is looked at, in sides of the square around the landmarks. */
const SIDE_PER_FACE = 2.6;
/** Forehead and both cheeks: skin, whatever the hair and the mouth do. */
const SKIN_LANDMARKS = [151, 50, 280, 205, 425];
const SKIN_RADIUS_PER_EYE_DISTANCE = 0.2;
/**
 * Where a living head has nothing near it: in eye distances from between the eyes, to the right and down. Above the
 * hair, and beside hair that is worn long. An eye distance is some 63 mm.
 */
const BEHIND: readonly Region[] = [
  { left: -0.7, right: 0.7, top: -2.65, bottom: -1.95 },
  { left: -2.7, right: -1.9, top: -1.2, bottom: 0.9 },
  { left: 1.9, right: 2.7, top: -1.2, bottom: 0.9 },
];
/** The same, on the face: forehead, both cheeks, nose. */
const PATCHES: readonly Region[] = [
  { left: -0.35, right: 0.35, top: -0.75, bottom: -0.4 },
  { left: -0.65, right: -0.35, top: 0.45, bottom: 0.8 },
  { left: 0.35, right: 0.65, top: 0.45, bottom: 0.8 },
  { left: -0.12, right: 0.12, top: 0.35, bottom: 0.65 },
];
/** A small region is looked at in so many places each way. */
const PLACES = 12;
/** Brighter than this a pixel may be clipped and says nothing of a colour. */
const CLIPPED_FROM = 250;
const LEAST_PIXELS = 40;

interface Region {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Reads the mean colours of skin and of what is around the head.
 *
 * Not verified: that it is skin, and that nothing of a head is beside it.
 * Personal data: reads pixels of a face; returns colours.
 */
export function readFaceColours(pyramid: Pyramid, mesh: FaceMesh): FaceColours | undefined {
  const crop = cropAround(mesh);
  const { toPicture } = crop;
  const rgb = sample(pyramid, toPicture, { width: SIDE_PX, height: SIDE_PX });
  const skin = meanLinear(rgb, skinMask(mesh, crop));
  if (skin === undefined) return undefined;
  return {
    skin,
    behind: BEHIND.map((region) => meanLinear(rgb, regionMask(pyramid, crop, region))),
    patches: PATCHES.map((region) => meanOfRegion(pyramid, crop, region)),
  };
}

/** Whether the picture goes far enough above the head to see what is there: a print shows itself there first. */
export function seesAboveHead(pyramid: Pyramid, mesh: FaceMesh): boolean {
  const [above] = BEHIND;
  const mask = above && regionMask(pyramid, cropAround(mesh), above);
  return mask !== undefined && mask.reduce((sum, one) => sum + one, 0) >= LEAST_PIXELS;
}

interface Crop {
  readonly toPicture: Similarity;
  readonly toCrop: Similarity;
  readonly face: FaceInCrop;
}

function cropAround(mesh: FaceMesh): Crop {
  const angle = rollOf(mesh);
  const { centre, side } = squareAround(mesh, angle);
  const toPicture = regionToPicture(
    { centre, side: side * SIDE_PER_FACE, angle },
    SIDE_PX,
    SIDE_PX,
  );
  const toCrop = invert(toPicture);
  const five = fivePointsOf(mesh);
  const face = {
    middle: apply(toCrop, meanOf([five.leftEye, five.rightEye])),
    eyes: eyeDistancePx(five) / scaleOf(toPicture),
  };
  return { toPicture, toCrop, face };
}

interface FaceInCrop {
  /** Between the eyes. */
  readonly middle: Point;
  readonly eyes: number;
}

function skinMask(mesh: FaceMesh, { toCrop, face: { eyes } }: Crop): Uint8Array {
  const mask = new Uint8Array(SIDE_PX * SIDE_PX);
  const radius = SKIN_RADIUS_PER_EYE_DISTANCE * eyes;
  for (const index of SKIN_LANDMARKS) {
    const { x, y } = apply(toCrop, pointOf(mesh, index));
    for (let row = Math.ceil(y - radius); row <= y + radius; row += 1) {
      for (let column = Math.ceil(x - radius); column <= x + radius; column += 1) {
        if (row < 0 || column < 0 || row >= SIDE_PX || column >= SIDE_PX) continue;
        if (Math.hypot(column - x, row - y) <= radius) mask[row * SIDE_PX + column] = 1;
      }
    }
  }
  return mask;
}

/** The mean of a region that is too small for the crop, from the picture itself. */
function meanOfRegion(
  pyramid: Pyramid,
  { toPicture, face: { middle, eyes } }: Crop,
  { left, right, top, bottom }: Region,
): LinearColour | undefined {
  const { width, height, pixels } = baseOf(pyramid);
  const rgb = new Float32Array(3 * PLACES * PLACES);
  const mask = new Uint8Array(PLACES * PLACES);
  for (let place = 0; place < mask.length; place += 1) {
    const across = ((place % PLACES) + 0.5) / PLACES;
    const down = (Math.floor(place / PLACES) + 0.5) / PLACES;
    const seen = apply(toPicture, {
      x: middle.x + (left + (right - left) * across) * eyes,
      y: middle.y + (top + (bottom - top) * down) * eyes,
    });
    const column = Math.round(seen.x);
    const row = Math.round(seen.y);
    if (!(column >= 0 && row >= 0 && column < width && row < height)) continue;
    const from = 3 * (row * width + column);
    mask[place] = 1;
    rgb.set(pixels.subarray(from, from + 3), 3 * place);
  }
  return meanLinear(rgb, mask);
}

/** What the picture shows of one region around the head. */
function regionMask(pyramid: Pyramid, { toPicture, face }: Crop, region: Region): Uint8Array {
  const { width, height } = baseOf(pyramid);
  const { middle, eyes } = face;
  const mask = new Uint8Array(SIDE_PX * SIDE_PX);
  const top = Math.max(0, Math.ceil(middle.y + region.top * eyes));
  const bottom = Math.min(SIDE_PX - 1, middle.y + region.bottom * eyes);
  const left = Math.max(0, Math.ceil(middle.x + region.left * eyes));
  const right = Math.min(SIDE_PX - 1, middle.x + region.right * eyes);
  for (let y = top; y <= bottom; y += 1) {
    for (let x = left; x <= right; x += 1) {
      const seen = apply(toPicture, { x, y });
      const isInside = seen.x >= 0 && seen.y >= 0 && seen.x < width && seen.y < height;
      if (isInside) mask[y * SIDE_PX + x] = 1;
    }
  }
  return mask;
}

const LINEAR = Float32Array.from({ length: 256 }, (_, value) => linearLight(value));

function meanLinear(rgb: Float32Array, mask: Uint8Array): LinearColour | undefined {
  let red = 0;
  let green = 0;
  let blue = 0;
  let count = 0;
  for (let at = 0; at < mask.length; at += 1) {
    if (mask[at] === 0) continue;
    const r = rgb[3 * at]!;
    const g = rgb[3 * at + 1]!;
    const b = rgb[3 * at + 2]!;
    if (r > CLIPPED_FROM || g > CLIPPED_FROM || b > CLIPPED_FROM) continue;
    red += LINEAR[Math.round(r)]!;
    green += LINEAR[Math.round(g)]!;
    blue += LINEAR[Math.round(b)]!;
    count += 1;
  }
  return count < LEAST_PIXELS ? undefined : [red / count, green / count, blue / count];
}
