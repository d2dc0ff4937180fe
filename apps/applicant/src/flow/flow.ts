/**
 * What an applicant is doing on this page, what can happen, and what the page then does.
 *
 * Here: the words of the state machine. Not here: the rules (`advance-flow.ts`) and the doing
 * (`conduct.ts`). Nothing here holds a picture.
 */
import type {
  AttemptOutcomeName,
  BoothOffer,
  CaptureView,
  DeviceMessage,
  ServerMessage,
} from '@bonin/protocol/channel';
import type { Locale } from '@bonin/protocol/consent-text';
import type { ChallengeProfile, ChallengeStep, Pose, RefusalGround } from '@bonin/core';
import type { Correction } from './correction.ts';

export type CameraFailure = 'refused' | 'missing' | 'in-use' | 'unsupported';
export type CardRefusal =
  'too-large' | 'too-many-pixels' | 'not-an-image' | 'unreadable' | 'too-small';

/**
 * Why there is no picture of the card yet: the picture refused by this page, the camera gone while it was
 * held, or something to change, said by the booth. Each refusal is an object of its own, so that the same
 * one twice is told twice.
 */
export type CardProblem =
  | { readonly by: 'page'; readonly refusal: CardRefusal }
  | { readonly by: 'camera'; readonly cause: 'page-slept' | 'camera-ended' }
  | { readonly by: 'booth'; readonly symbol: Correction };

export type InterruptionCause =
  | 'connection-lost'
  /** Every picture was handed in, and what came of them is not known here: it may have been counted. */
  | 'answer-awaited'
  | 'page-slept'
  | 'stopped'
  | 'time-over'
  | 'camera-ended'
  | 'broken-off';

export type Trouble =
  | {
      readonly kind: 'camera';
      readonly reason: CameraFailure;
      readonly during: 'hold-document' | 'look-at-camera' | 'welcome';
    }
  | { readonly kind: 'connection-lost'; readonly resume: CalmPlace }
  | { readonly kind: 'booths-taken'; readonly waitMs: number }
  | { readonly kind: 'link-missing' }
  | { readonly kind: 'link-invalid' }
  | { readonly kind: 'already-open' }
  | { readonly kind: 'insecure-context' }
  | { readonly kind: 'server-gone' }
  | { readonly kind: 'page-outdated' }
  | { readonly kind: 'out-of-step' }
  | { readonly kind: 'offer-not-genuine' }
  | { readonly kind: 'fault'; readonly correlationId?: string };

export type TroubleKind = Trouble['kind'];

export type FinalAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly ground: RefusalGround }
  | { readonly kind: 'expired' }
  /** The rule asks nothing of such an application. */
  | { readonly kind: 'not-required' }
  /** The registration has its answer, and this page was not told which. */
  | { readonly kind: 'already-answered' };

export type CardStep = 'choosing' | 'framing' | 'reviewing' | 'checking';
export type FaceStep = 'opening-camera' | 'getting-ready' | 'counting-down' | 'capturing';

/** What the challenge asks for now. */
export interface AskedStep {
  readonly step: ChallengeStep;
  /** From 1. */
  readonly place: number;
  readonly of: number;
  /** In place of one that could not be told. */
  readonly again: boolean;
  /** The movement that was asked for before: a head may still be there. */
  readonly after?: Pose;
}

/** A place where a person can be without anything being wrong. */
export type CalmPlace =
  | { readonly kind: 'opening' }
  | { readonly kind: 'welcome' }
  | { readonly kind: 'consent'; readonly sent: boolean }
  | { readonly kind: 'hold-document'; readonly step: CardStep; readonly problem?: CardProblem }
  /** What will be asked for, and which kind of it suits this person: before the face camera. */
  | { readonly kind: 'choose-challenge' }
  | { readonly kind: 'look-at-camera'; readonly step: FaceStep; readonly guidance?: Correction }
  | { readonly kind: 'wait-for-answer' }
  | { readonly kind: 'try-again'; readonly outcome: Exclude<AttemptOutcomeName, 'accepted'> }
  | { readonly kind: 'interrupted'; readonly cause: InterruptionCause }
  | { readonly kind: 'answer'; readonly answer: FinalAnswer };

export type Place = CalmPlace | { readonly kind: 'trouble'; readonly trouble: Trouble };

export interface Flow {
  readonly place: Place;
  /** What the server last said of the registration. */
  readonly view?: CaptureView;
  readonly connection: 'connecting' | 'joined' | 'lost' | 'closed';
  /** Times the channel was tried since it last worked. */
  readonly tries: number;
  readonly attempt: 'none' | 'requested' | 'open';
  /** The server has opened an attempt for this page, however it ended: there is a receipt to be had. */
  readonly attempted: boolean;
  /** An attempt was broken off here, and the server has not said that it is over. */
  readonly abandoning: boolean;
  /** Whether a picture of the card is in memory. */
  readonly cardHeld: boolean;
  /** The kind of challenge that the applicant chose; kept for further attempts. */
  readonly profile: ChallengeProfile | undefined;
  /** The step that was released last in the attempt that is open. */
  readonly asked: AskedStep | undefined;
  /** The applicant wants another route, and the server has not confirmed it yet. */
  readonly leaving: boolean;
  /** The other route that the applicant chose, where one was named. */
  readonly chosenRoute?: string;
  /** Words of the booth about the live face that may help the next time. */
  readonly hints: readonly Correction[];
  /** Times in a row that no booth was free. */
  readonly boothsTaken: number;
  /** Whether this browser offers a camera at all. */
  readonly cameraOffered: boolean;
}

export type TimerName = 'countdown' | 'guidance' | 'rejoin' | 'retry' | 'time-limit' | 'patience';

export type FlowEvent =
  // What a person does.
  | { readonly kind: 'face-route-chosen' }
  | { readonly kind: 'face-route-declined'; readonly chosen?: string }
  | { readonly kind: 'consent-agreed'; readonly locale: Locale }
  | { readonly kind: 'consent-withdrawn' }
  | { readonly kind: 'card-camera-wanted' }
  | { readonly kind: 'sample-chosen'; readonly sampleId: string }
  | { readonly kind: 'card-retake-wanted' }
  | { readonly kind: 'card-confirmed' }
  | { readonly kind: 'challenge-chosen'; readonly profile: ChallengeProfile }
  | { readonly kind: 'challenge-choice-wanted' }
  | { readonly kind: 'start-pressed' }
  | { readonly kind: 'stop-pressed' }
  | { readonly kind: 'went-on' }
  | { readonly kind: 'new-card-wanted' }
  | { readonly kind: 'retry-pressed' }
  | { readonly kind: 'link-copied' }
  // What the device reports.
  | { readonly kind: 'card-pictured' }
  | { readonly kind: 'card-refused'; readonly refusal: CardRefusal }
  | { readonly kind: 'face-camera-opened' }
  | { readonly kind: 'camera-failed'; readonly reason: CameraFailure }
  | { readonly kind: 'camera-ended' }
  | { readonly kind: 'page-hidden' }
  | { readonly kind: 'timer-rang'; readonly timer: TimerName }
  // What the channel reports.
  | { readonly kind: 'server-said'; readonly message: ServerMessage }
  | { readonly kind: 'channel-lost' }
  | { readonly kind: 'offer-verified' }
  | { readonly kind: 'offer-rejected' };

export type FlowEffect =
  | { readonly kind: 'join' }
  | { readonly kind: 'leave-channel' }
  | { readonly kind: 'send'; readonly message: DeviceMessage }
  | { readonly kind: 'send-consent'; readonly locale: Locale }
  | { readonly kind: 'open-card-camera' }
  | { readonly kind: 'open-face-camera' }
  | { readonly kind: 'close-camera' }
  | { readonly kind: 'load-sample'; readonly sampleId: string }
  | { readonly kind: 'verify-offer'; readonly offer: BoothOffer }
  | { readonly kind: 'send-card' }
  | { readonly kind: 'send-frames' }
  | { readonly kind: 'ask'; readonly step: ChallengeStep }
  | { readonly kind: 'end-capture' }
  | { readonly kind: 'drop-seal' }
  | { readonly kind: 'erase-card' }
  | { readonly kind: 'forget-link' }
  | { readonly kind: 'set-timer'; readonly timer: TimerName; readonly ms: number }
  | { readonly kind: 'clear-timer'; readonly timer: TimerName };

/** The next state and what is to be done on the way there, in order. */
export interface Advance {
  readonly flow: Flow;
  readonly effects: readonly FlowEffect[];
}

/** What the page finds out about where it runs, before anything else. */
export interface Surroundings {
  readonly secure: boolean;
  readonly linkPresent: boolean;
  readonly cameraOffered: boolean;
}
