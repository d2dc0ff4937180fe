import { findLandmarks, followLandmarks, type FaceMesh } from '../alignment/face-mesh.ts';
import { secondFaceShare, type Detectors } from '../detection/detectors.ts';
import { findLiveFaces } from '../detection/find-live-faces.ts';
import type { FoundFace } from '../find-face.ts';
import type { Pyramid } from '../image/raster.ts';
import type { Network } from '../runtime/network.ts';
import { timed, type Timing } from '../timing.ts';

/** Under this the landmark network itself says that there is no face. */
const LEAST_PRESENCE = 0.5;

/** Every so many frames all faces are looked for, so that a second one does not stay unseen. */
const LOOK_AROUND_EVERY = 6;

/** Follows one face from frame to frame. */
export interface FaceFollower {
  /** The face of the next frame; `undefined` when there is none. */
  follow(pyramid: Pyramid): Promise<FoundFace | undefined>;
}

/**
 * Follows a face by its landmarks alone while it stays in view, and looks for all faces now and then.
 *
 * Not verified: that it is one and the same person all along; the comparison finds that out.
 * Personal data: keeps the shape of the last face.
 */
export function openFaceFollower(
  finder: Timing & { readonly detectors: Detectors; readonly landmarks: Network },
): FaceFollower {
  let last: FaceMesh | undefined;
  let lastShare = 0;
  let frames = 0;

  return {
    async follow(pyramid) {
      const looksAround = frames % LOOK_AROUND_EVERY === 0;
      frames += 1;
      const before = last;
      if (before !== undefined && !looksAround) {
        const mesh = await timed(finder, 'landmarks', () =>
          followLandmarks(finder.landmarks, pyramid, before),
        );
        if (mesh.presence >= LEAST_PRESENCE) {
          last = mesh;
          return { pyramid, mesh, upright: 0, secondFaceShare: lastShare };
        }
      }
      const faces = await timed(finder, 'detect', () => findLiveFaces(finder.detectors, pyramid));
      for (const face of faces) {
        const mesh = await timed(finder, 'landmarks', () =>
          findLandmarks(finder.landmarks, pyramid, face),
        );
        if (!(mesh.presence >= LEAST_PRESENCE)) continue;
        last = mesh;
        lastShare = secondFaceShare(
          face,
          faces.filter((other) => other !== face),
        );
        return { pyramid, mesh, upright: 0, secondFaceShare: lastShare };
      }
      last = undefined;
      return undefined;
    },
  };
}
