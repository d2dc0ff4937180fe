import type { Pose } from '@bonin/core';
import type { LightFinding } from './assess-light.ts';

/** A live frame as a JPEG file, and when the camera took it by `performance.now()`, as well as the browser tells. */
export interface TimedPicture {
  readonly image: Uint8Array<ArrayBuffer>;
  readonly takenAtMs: number;
}

/** A colour of the page, eight bits each of sRGB. */
export type PageColour = readonly [red: number, green: number, blue: number];

/** What the page shows to whoever is before the camera. */
export type PageShown =
  | { readonly kind: 'straight' }
  | { readonly kind: 'pose'; readonly pose: Pose }
  /** {@link NEUTRAL_PAGE} when the last colour that was asked for is over. */
  | { readonly kind: 'colour'; readonly rgb: PageColour };

export { NEUTRAL_PAGE } from '@bonin/core';

/** Where live frames come from: a camera, or a sample applicant in a demonstration. */
export interface FrameSource {
  /** What to show while capturing. */
  readonly preview: MediaStream;
  /** Whether a person expects to see it as in a mirror. */
  readonly mirrored: boolean;
  /** The next frame, or `undefined` while there is none. */
  nextFrame(): Promise<TimedPicture | undefined>;
  /** What the page shows now. A camera needs nothing of it; somebody who stands in for one does. */
  see(shown: PageShown): void;
  /** How the face is lit just now, or `undefined` when that cannot be told. */
  light(): LightFinding | undefined;
  /** Ends every track and lets go of every picture. */
  close(): void;
}

/** Where the picture of a card comes from. */
export interface CardSource {
  readonly preview: MediaStream;
  /** The picture as a JPEG file, or `undefined` while there is none. */
  takePicture(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  close(): void;
}
