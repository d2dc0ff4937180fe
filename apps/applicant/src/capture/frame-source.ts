import type { LightFinding } from './assess-light.ts';

/** Where live frames come from: a camera, or a sample applicant in a demonstration. */
export interface FrameSource {
  /** What to show while capturing. */
  readonly preview: MediaStream;
  /** Whether a person expects to see it as in a mirror. */
  readonly mirrored: boolean;
  /** The next frame as a JPEG file, or `undefined` while there is none. */
  nextFrame(): Promise<Uint8Array<ArrayBuffer> | undefined>;
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
