import type { StreamName } from './instruments.ts';

/** A model of a person as text. */
export interface ModelText {
  readonly width: number;
  readonly height: number;
  /** Base64. */
  readonly rgb: string;
  readonly points: readonly number[];
}

/** What is put into a page besides the code. */
export interface StandInWishes {
  readonly stream: StreamName;
  readonly seed: number;
  readonly manOnCard: ModelText;
  readonly otherMan: ModelText;
}
