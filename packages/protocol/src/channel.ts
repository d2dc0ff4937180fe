/**
 * The capture channel: what a device and the server say to each other over one WebSocket.
 *
 * Text messages are the JSON objects below; binary messages, from the device only, are sealed chunks
 * (docs/formats/sealed-capture.md). No schema library here, so that the page stays small; the server
 * parses what a device says with `parseDeviceMessage`.
 */
import type {
  BoothSymbol,
  ChallengeProfile,
  ChallengeStep,
  Channel,
  RefusalGround,
  RegistrationKind,
} from '@bonin/core';

/** The path of the WebSocket. Every registration has the same; the token goes into the first message. */
export const CAPTURE_PATH = '/v1/capture';

/** Largest sealed chunk the server takes: a card of 12 MB padded to 184 steps, then header, key and tag. */
export const CHUNK_BYTES_MAX = 184 * 64 * 1024 + 7 + 65 + 16;

/**
 * What a device says in text. Pictures never travel so: they are sealed chunks.
 *
 * Personal data: the capture token, which stands for the applicant; it is kept in no log.
 *
 * @see docs/formats/capture-channel.md
 */
export type DeviceMessage =
  /** First message. The token comes from the capture link's fragment and is in no URL a server sees. */
  | { readonly kind: 'capture-joined'; readonly captureToken: string }
  | { readonly kind: 'consent-given'; readonly consentTextDigest: string }
  | { readonly kind: 'consent-withdrawn' }
  /** `profile`: the kind of challenge that was chosen; the ordinary one when absent. */
  | { readonly kind: 'attempt-requested'; readonly profile?: ChallengeProfile }
  /** The capture was broken off by the applicant; consent stays. */
  | { readonly kind: 'attempt-abandoned' }
  /** `chosen`: another route of `routes` that the applicant wants. */
  | { readonly kind: 'face-route-left'; readonly chosen?: string };

/** Keys made inside the two booths of an attempt, and what they are bound to. */
export interface BoothOffer {
  readonly registrationId: string;
  readonly attemptId: string;
  /** 32 random bytes, base64url. */
  readonly challenge: string;
  /** To whom the card is sealed: uncompressed P-256 point, 65 bytes, base64url. */
  readonly readerKey: string;
  /** To whom live frames are sealed; in the same form. */
  readonly matcherKey: string;
  /** SHA-256 of what runs, hex. */
  readonly buildDigest: string;
  /** Compact JWS (ES256, `typ: booth-offer+jwt`) over exactly these members and `exp`. */
  readonly signature: string;
}

/** The name of a state of a registration, without what belongs to it. */
export type RegistrationStateName =
  | 'awaiting-consent'
  | 'awaiting-capture'
  | 'in-capture'
  | 'approved'
  | 'refused'
  | 'expired'
  | 'not-required';

/** What an applicant's device may know of a registration. */
export interface CaptureView {
  readonly registrationId: string;
  readonly mobileOperatorName: string;
  readonly registrationKind: RegistrationKind;
  readonly channel: Channel;
  readonly state: RegistrationStateName;
  readonly ground?: RefusalGround;
  readonly attemptsLeft: number;
  readonly attemptsMax: number;
  readonly probeFramesMinimum: number;
  readonly captureTimeLimitMs: number;
  /** Kinds of challenge to choose from; none where frames are taken as they come. */
  readonly challengeProfiles: readonly ChallengeProfile[];
  /** Routes that the rule offers, as equals, `face` among them; absent where no rule is in force. */
  readonly routes?: readonly string[];
  /** Where the mobile operator wants the applicant to go on to, if it said so. */
  readonly returnUrl?: string;
  /** True only where sample applicants may stand in for a camera; never in production. */
  readonly demonstration: boolean;
}

/** What the applicant is told of an attempt: less than was decided. */
export type AttemptOutcomeName =
  | 'accepted'
  /** One wording for every reason, so that an answer teaches an attacker nothing. */
  | 'not-confirmed'
  /** Not counted. */
  | 'capture-unusable';

/**
 * What the server says to a device.
 *
 * A page believes a booth's offer only when its signature is right; the other messages decide nothing by
 * themselves, for the answer reaches the mobile operator signed and on another way.
 *
 * @see docs/formats/capture-channel.md
 */
export type ServerMessage =
  | { readonly kind: 'registration-loaded'; readonly view: CaptureView }
  | { readonly kind: 'booth-offered'; readonly offer: BoothOffer }
  | { readonly kind: 'guidance-given'; readonly symbol: BoothSymbol }
  /** What is asked from now on: step `place` of `of`, counted from 1. `again`: in place of one that could not be told. */
  | {
      readonly kind: 'challenge-step';
      readonly place: number;
      readonly of: number;
      readonly again: boolean;
      readonly step: ChallengeStep;
    }
  /** Nothing more is asked; the device ends the capture. `answered`: every step was. */
  | { readonly kind: 'challenge-over'; readonly answered: boolean }
  | {
      readonly kind: 'attempt-decided';
      readonly outcome: AttemptOutcomeName;
      readonly view: CaptureView;
    }
  | { readonly kind: 'attempt-abandoned'; readonly view: CaptureView }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** RFC 9457, with the members that CAMARA clients expect. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly nextActions: readonly string[];
  readonly correlationId?: string;
  /** Members of the request that do not have the documented shape, all of them; never their values. */
  readonly members?: readonly string[];
}
