import type { Pose } from '@bonin/core';

/** Pixels as a camera delivers them: sRGB, eight bits, red-green-blue interleaved, rows from the top. */
export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** A colour of the page, eight bits each of sRGB. */
export type PageColour = readonly [red: number, green: number, blue: number];

export { NEUTRAL_PAGE } from '@bonin/core';

/** What the page shows. */
export type Shown =
  | { readonly kind: 'straight' }
  | { readonly kind: 'pose'; readonly pose: Pose }
  | { readonly kind: 'colour'; readonly rgb: PageColour };

/**
 * Whatever is before the camera, or in its place: a person, a print, a stream.
 *
 * It sees what the page shows and gives pictures. Times only go forward, separately for both: what is shown may be
 * told ahead of the pictures.
 */
export interface Presentation {
  see(shown: Shown, atMs: number): void;
  /** The camera's picture of this moment. */
  frameAt(atMs: number): RgbPicture;
  /** When the device says that the picture of this moment was taken; the truth when absent. */
  dateOf?(atMs: number): number;
}
