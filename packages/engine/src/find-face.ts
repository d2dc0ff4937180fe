import { findLandmarks, type FaceMesh } from './alignment/face-mesh.ts';
import type { DetectedFace } from './detection/detected-face.ts';
import { secondFaceShare, type Detectors } from './detection/detectors.ts';
import { findLiveFaces } from './detection/find-live-faces.ts';
import { searchPortraits, type Portrait } from './detection/find-portrait.ts';
import { isImageError } from './engine-error.ts';
import { CARD_LIMITS, decodeImage, FRAME_LIMITS } from './image/decode.ts';
import { openPyramid, type Pyramid } from './image/raster.ts';
import type { Network } from './runtime/network.ts';
import { timed, type Timing } from './timing.ts';

/** What finding a face takes. */
export interface Finder extends Timing {
  readonly detectors: Detectors;
  readonly landmarks: Network;
}

/** A face that the landmarks confirmed, in the picture it was found in. */
export interface FoundFace {
  readonly pyramid: Pyramid;
  readonly mesh: FaceMesh;
  readonly upright: number;
  readonly secondFaceShare: number;
}

/** A face that was searched for. */
export interface SearchedFace extends FoundFace {
  /** Where the detector saw it. */
  readonly detected: DetectedFace;
}

export type FindOutcome =
  | { readonly kind: 'found'; readonly face: SearchedFace }
  | { readonly kind: 'no-face' }
  | { readonly kind: 'unreadable' };

/** Under this the landmark network itself says that there is no face. */
export const LEAST_PRESENCE = 0.5;

/**
 * Finds the face of an image: the portrait of a card, or the face before a camera.
 *
 * Verified so far: a detector and the landmarks agree that there is one.
 * Not verified: its quality, and that it is alone; see `secondFaceShare`. That a reference lies on a card is not
 * verified at all: a photograph of a person without any card is taken like a portrait that was cut out.
 * Personal data: returns the pixels and the shape of a face, keeps neither.
 */
export async function findFace(
  finder: Finder,
  image: Uint8Array,
  as: 'reference' | 'probe',
): Promise<FindOutcome> {
  const pyramid = await openImage(finder, image, as);
  if (pyramid === undefined) return { kind: 'unreadable' };

  const denied = new Set<Portrait>();
  const search = searchOf(finder, pyramid, as);
  for (;;) {
    const answer = await timed(finder, 'detect', () => search.next());
    if (answer.done === true) return { kind: 'no-face' };
    const face = await firstConfirmed(finder, pyramid, { candidates: answer.value, denied, as });
    if (face !== undefined) return { kind: 'found', face };
  }
}

/** The largest candidate that the landmarks confirm; those that they deny are noted. */
async function firstConfirmed(
  finder: Finder,
  pyramid: Pyramid,
  {
    candidates,
    denied,
    as,
  }: {
    readonly candidates: readonly Portrait[];
    readonly denied: Set<Portrait>;
    readonly as: 'reference' | 'probe';
  },
): Promise<SearchedFace | undefined> {
  for (const candidate of candidates) {
    if (denied.has(candidate)) continue;
    const mesh = await timed(finder, 'landmarks', () =>
      findLandmarks(finder.landmarks, pyramid, candidate.face),
    );
    if (!(mesh.presence >= LEAST_PRESENCE)) {
      denied.add(candidate);
      continue;
    }
    // Patterns on a card are often taken for faces first; whatever is near a live face is in its way.
    const others = candidates.filter(
      (other) => other !== candidate && (as === 'probe' || !denied.has(other)),
    );
    const share = secondFaceShare(
      candidate.face,
      others.map(({ face }) => face),
    );
    const { face: detected, turn: upright } = candidate;
    return { pyramid, detected, mesh, upright, secondFaceShare: share };
  }
  return undefined;
}

/** Answers of the search, each with every face found so far, the largest first. */
function searchOf(
  { detectors }: Finder,
  pyramid: Pyramid,
  as: 'reference' | 'probe',
): AsyncGenerator<readonly Portrait[], void> {
  return as === 'reference'
    ? searchPortraits(detectors, pyramid)
    : searchLiveFaces(detectors, pyramid);
}

async function* searchLiveFaces(
  detectors: Detectors,
  pyramid: Pyramid,
): AsyncGenerator<readonly Portrait[], void> {
  yield (await findLiveFaces(detectors, pyramid)).map((face) => ({ face, turn: 0 }));
}

async function openImage(
  finder: Finder,
  image: Uint8Array,
  as: 'reference' | 'probe',
): Promise<Pyramid | undefined> {
  try {
    const limits = as === 'reference' ? CARD_LIMITS : FRAME_LIMITS;
    return openPyramid(await timed(finder, 'decode', () => decodeImage(image, limits)));
  } catch (error) {
    if (isImageError(error)) return undefined;
    throw error;
  }
}
