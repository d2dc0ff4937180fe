/**
 * What the pixels of one capture say of its challenge, piece by piece. Never leaves the booth.
 *
 * What could not be measured has its own case: it is never "fine".
 */

/** How the movements that were asked for were made. */
export interface PoseFindings {
  readonly asked: number;
  readonly obeyed: number;
  /** Times that the head went another way than the one asked for. */
  readonly astray: number;
  /** Movements that were there before anybody could have made them. */
  readonly hastened: number;
}

/** Whether one face moved through the whole capture without a break. */
export interface ContinuityFindings {
  readonly frames: number;
  /** Times that the face was elsewhere at once, as after a cut. */
  readonly jumps: number;
  /** Times that the face was elsewhere in the next frame while colours were shown and the head had come to rest. */
  readonly leaps: number;
  /** Frames without a face, once the challenge had begun. */
  readonly lost: number;
  /** Frames with a second face. */
  readonly others: number;
}

/** How far the motion of the turned face was from that of a picture, flat or bent; the middle of the turns. */
export type ReliefFindings =
  | {
      readonly kind: 'evaluated';
      /** What one homography leaves of the motion, in hundredths of the eye distance; the median over points. */
      readonly residual: number;
      /** What the best bent sheet leaves, in the same unit; the mean over the points that it fits worst. */
      readonly sheetResidual: number;
    }
  | { readonly kind: 'not-evaluated'; readonly reason: 'no-turn' | 'too-few-points' };

/** How the skin answered the colours of the screen. */
export type ColourFindings =
  | {
      readonly kind: 'evaluated';
      /** Share of the changes of colour that the shown colours explain, 0…1. */
      readonly explained: number;
      readonly matched: number;
      readonly shown: number;
      /** Size of the answer, in natural logarithms of colour ratios. */
      readonly strength: number;
      /**
       * Answer of what is around the head in shares of the skin's, about 0 when it is far away; that of the part that
       * answers most. `undefined` when nothing of it is seen.
       */
      readonly behindShare: number | undefined;
      /**
       * The answer of the patch of the face's front that answers least, in shares of their mean: near 1 on skin, about 0
       * where glass mirrors the screen on another patch. `undefined` when a patch was not seen.
       */
      readonly patchShare: number | undefined;
      /** How late the answer came after the earliest moment at which it could, in milliseconds: line, screen and camera. */
      readonly delayMs: number;
    }
  | { readonly kind: 'not-evaluated'; readonly reason: 'not-shown' | 'too-few-frames' };

/** What times and pixels say of the way the frames came. */
export interface CaptureFindings {
  readonly frames: number;
  /** Frames whose pixels are those of the one before: no camera has no noise. */
  readonly frozen: number;
  /** Frames whose times go backwards, stand, leave a gap or do not fit their arrival. */
  readonly misdated: number;
}

export interface ChallengeFindings {
  readonly poses: PoseFindings;
  readonly continuity: ContinuityFindings;
  readonly relief: ReliefFindings;
  readonly colours: ColourFindings;
  readonly capture: CaptureFindings;
}
