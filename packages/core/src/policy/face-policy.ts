import type { ComparisonThreshold } from '../biometrics/comparison.ts';
import type { QualityFloor } from '../biometrics/face-quality.ts';
import type { PadThreshold } from '../biometrics/pad.ts';
import type { Channel } from '../telecom/channel.ts';
import type { Milliseconds } from '../time/time.ts';
import type { ChallengeProfile } from '../biometrics/challenge.ts';
import type { ChallengeOutline } from '../biometrics/draw-challenge.ts';
import type { ChallengePolicy } from './decide-challenge.ts';

/**
 * What a matcher booth is told to decide by: the block of a policy that speaks of faces.
 *
 * Holds no personal datum. It is the same for every applicant; no group attribute reaches it.
 */
export interface FacePolicy {
  readonly comparison: ComparisonThreshold;
  readonly pad: PadThreshold;
  /** What the portrait of the card must reach to be a reference. */
  readonly referenceQuality: QualityFloor;
  /** What a live frame must reach to be compared. */
  readonly probeQuality: QualityFloor;
  readonly probeFrames: ProbeFramesPolicy;
  /** What a challenge must show; without it frames are taken as they come, and the result says so. */
  readonly challenge?: ChallengePolicy;
}

/** Most good frames of one probe that a booth keeps: all of them are compared, each costs time. */
export const PROBE_FRAMES_MAX = 8;

/** How many frames make a probe, and from how long a time. */
export interface ProbeFramesPolicy {
  /** Good frames needed before a probe is compared. */
  readonly minimum: number;
  /** How many of the best are combined, when all that were kept show one face. */
  readonly best: number;
  /** Milliseconds that must lie between the arrival of the first good frame and of the last. */
  readonly spreadMs: number;
}

/** Attempts and times: the part of a policy that a door keeps to. */
export interface AttemptPolicy {
  readonly attemptsMax: number;
  readonly challengeLifetime: Milliseconds;
  readonly captureTimeLimit: Milliseconds;
  readonly registrationLifetime: Milliseconds;
  /** Captures that were not good enough and so were not counted; beyond this the route is closed. */
  readonly unusableCapturesMax: number;
}

/** One kind of challenge: what is asked, what the answer must show, and where it is offered. */
export interface ChallengeProfilePolicy {
  /** A challenge that puppets can answer is for places where somebody sees who is before the camera. */
  readonly channels: readonly Channel[];
  readonly outline: ChallengeOutline;
  readonly evidence: ChallengePolicy;
}

export interface DecisionPolicy {
  readonly id: string;
  readonly version: number;
  readonly face: FacePolicy;
  readonly attempts: AttemptPolicy;
  /**
   * The challenges that an applicant can choose from, by profile. Without any, frames are taken as they come and
   * attack detection is passive only.
   */
  readonly challenges?: Readonly<Partial<Record<ChallengeProfile, ChallengeProfilePolicy>>>;
}
