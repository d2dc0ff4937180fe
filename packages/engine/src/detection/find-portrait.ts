import { baseOf, type Pyramid } from '../image/raster.ts';
import type { Network } from '../runtime/network.ts';
import { detectWithBlazeface } from './blazeface.ts';
import { isSameFace, suppressOverlapping, type DetectedFace } from './detected-face.ts';
import { detectFar, largestFirst, wholePicture, type Detectors } from './detectors.ts';

const QUARTER = Math.PI / 2;

/** How a card may lie before the camera, the likeliest first. */
const TURNS = [0, QUARTER, -QUARTER, 2 * QUARTER] as const;

/** So sure is BlazeFace only of upright faces; measured on 70 portraits in four turns each. */
const SURELY_UPRIGHT = 0.88;

/** A face is looked at again in a square this many times its size. */
const SECOND_LOOK = 2.2;

/** More candidates than this on one picture are patterns, not portraits. */
const MOST_CANDIDATES = 4;

/** A portrait, and how the card lies that it is on. */
export interface Portrait {
  readonly face: DetectedFace;
  readonly turn: number;
}

/**
 * A surely upright face that takes at least this share of the picture's longer side was handed in by itself.
 *
 * Another face would be less than half as large in area or would have been found beside it: BlazeFace sees faces
 * from a sixth of the picture on.
 */
const BY_ITSELF_SHARE = 0.3;

/**
 * Looks for portraits, the likeliest ways first: one that was handed in by itself, one on a card that lies
 * upright, one on a card that lies in any other direction.
 *
 * Each answer holds everything found so far, largest first, so that a large face does not hide another one
 * beside it. Whoever is content with an answer stops asking, and nothing more is searched.
 *
 * Not verified: that a portrait is on a card.
 * Personal data: reads pixels; returns places.
 */
export async function* searchPortraits(
  detectors: Detectors,
  pyramid: Pyramid,
): AsyncGenerator<readonly Portrait[], void> {
  const large = await findLargePortraits(detectors, pyramid);
  if (large.some((portrait) => isByItself(portrait, pyramid))) yield large;

  const [uprightTurn, ...otherTurns] = TURNS;
  const upright = union(large, await findSmallPortraits(detectors, pyramid, [uprightTurn]));
  if (upright.some(isSurelyUprightPortrait)) yield upright;

  yield union(upright, await findSmallPortraits(detectors, pyramid, otherTurns));
}

function isByItself(portrait: Portrait, pyramid: Pyramid): boolean {
  const { width, height } = baseOf(pyramid);
  return (
    isSurelyUprightPortrait(portrait) &&
    portrait.face.sidePx >= BY_ITSELF_SHARE * Math.max(width, height)
  );
}

function isSurelyUprightPortrait({ face, turn }: Portrait): boolean {
  return turn === 0 && isSurelyUpright(face);
}

/** A face that both found is where the first found it. */
function union(found: readonly Portrait[], more: readonly Portrait[]): readonly Portrait[] {
  const others = more.filter(({ face }) => found.every((known) => !isSameFace(known.face, face)));
  return [...found, ...others].toSorted((one, other) => other.face.sidePx - one.face.sidePx);
}

/**
 * Finds portraits that fill a good part of the picture, as when only the portrait was handed in.
 *
 * Personal data: reads pixels; returns places.
 */
async function findLargePortraits(
  { near }: Detectors,
  pyramid: Pyramid,
): Promise<readonly Portrait[]> {
  const faces = await detectWithBlazeface(near, pyramid, wholePicture(pyramid));
  // A portrait that was handed in by itself needs no second look.
  if (faces.length > 0 && faces.every(isSurelyUpright)) {
    return largestFirst(faces).map((face) => ({ face, turn: 0 }));
  }
  return confirm(near, pyramid, faces);
}

/**
 * Finds the portraits on a photographed card that lies in one of the given directions, largest first.
 *
 * Cards often carry a small ghost of the portrait, so several answers are ordinary.
 *
 * Personal data: reads pixels; returns places.
 */
async function findSmallPortraits(
  { near, far }: Detectors,
  pyramid: Pyramid,
  turns: readonly number[],
): Promise<readonly Portrait[]> {
  const small: DetectedFace[] = [];
  for (const turn of turns) small.push(...(await detectFar(far, pyramid, turn)));
  return confirm(near, pyramid, suppressOverlapping(small));
}

/** Keeps the candidates that are faces when looked at closely, each turned upright. */
async function confirm(
  near: Network,
  pyramid: Pyramid,
  candidates: readonly DetectedFace[],
): Promise<readonly Portrait[]> {
  const portraits: Portrait[] = [];
  for (const candidate of largestFirst(candidates).slice(0, MOST_CANDIDATES)) {
    const portrait = await lookAgain(near, pyramid, candidate);
    if (portrait !== undefined) portraits.push(portrait);
  }
  return portraits.toSorted((one, other) => other.face.sidePx - one.face.sidePx);
}

async function lookAgain(
  near: Network,
  pyramid: Pyramid,
  candidate: DetectedFace,
): Promise<Portrait | undefined> {
  let best: Portrait | undefined;
  for (const turn of TURNS) {
    const [face] = await detectWithBlazeface(near, pyramid, {
      centre: candidate.centre,
      side: SECOND_LOOK * candidate.sidePx,
      angle: turn,
    });
    if (face === undefined || !isLevel(face.angle - turn)) continue;
    if (best === undefined || face.confidence > best.face.confidence) best = { face, turn };
    if (best.face.confidence >= SURELY_UPRIGHT) break;
  }
  return best;
}

function isSurelyUpright({ confidence, angle }: DetectedFace): boolean {
  return confidence >= SURELY_UPRIGHT && isLevel(angle);
}

/** Within an eighth turn, beyond which another quarter turn fits better. */
function isLevel(angle: number): boolean {
  return Math.cos(angle) > Math.SQRT1_2;
}
