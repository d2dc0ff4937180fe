/**
 * An applicant's device without a page: it speaks the capture channel and seals what it is given.
 *
 * Not here: what protects an applicant. It does not check the signature of the booths' offer and shows no consent text.
 *
 * @see docs/formats/capture-channel.md
 */
import type { BoothSymbol, ChallengeProfile } from '@bonin/core';
import {
  CONSENT_TEXTS,
  canonicalConsentText,
  type AttemptOutcomeName,
  type BoothOffer,
} from '@bonin/protocol';
import { encodeTimedFrame, openSealer } from '@bonin/sealing';
import { createHash } from 'node:crypto';
import { ApplicantError } from './applicant-error.ts';
import { openCaptureChannel, type CaptureChannel, type Heard } from './capture-channel.ts';

/** How an attempt ended, as far as the device is told. */
export type CaptureEnding =
  | { readonly kind: 'decided'; readonly outcome: AttemptOutcomeName }
  /** The booth ended without a verdict. */
  | { readonly kind: 'abandoned' }
  | { readonly kind: 'refused'; readonly code: string };

/** A device that has joined and for which consent was given. */
export interface CaptureDevice extends Disposable {
  readonly channel: CaptureChannel;
  /** @throws {ApplicantError} */
  requestAttempt(profile?: ChallengeProfile): Promise<OpenedCapture>;
}

/** The device's side of one attempt, from the booths' offer on. */
export interface OpenedCapture {
  readonly offer: BoothOffer;
  /** What the booth has said so far of what to change, in its order. */
  readonly guidance: readonly BoothSymbol[];
  /** @returns the sealed chunk that was sent */
  sendCard(image: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  sendFrame(image: Uint8Array, takenAtMs: number): Promise<Uint8Array<ArrayBuffer>>;
  /** As where no challenge is asked: a frame without its time. */
  sendUntimedFrame(image: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  /** Passes a chunk on as it is. */
  sendChunk(chunk: Uint8Array<ArrayBuffer>): void;
  end(): Promise<void>;
  /** The next thing the server asks for, or how the attempt ended. */
  hear(): Promise<Asked>;
}

/** What a device is asked to do next. */
export type Asked =
  | Heard<'challenge-step'>
  /** Nothing more is asked: the device may end the capture. */
  | { readonly kind: 'enough' }
  | { readonly kind: 'ended'; readonly ending: CaptureEnding };

const CONSENT_DIGEST = createHash('sha256')
  .update(canonicalConsentText(CONSENT_TEXTS.en))
  .digest('base64url');
const NOTHING = new Uint8Array();

/** @throws {ApplicantError} when the link is not taken, or the service says something else */
export async function openCaptureDevice(
  serviceUrl: string,
  captureLink: string,
): Promise<CaptureDevice> {
  const channel = await openCaptureChannel(serviceUrl);
  try {
    channel.say({ kind: 'capture-joined', captureToken: new URL(captureLink).hash.slice(1) });
    const { view } = await channel.hear('registration-loaded');
    if (view.state === 'awaiting-consent') {
      channel.say({ kind: 'consent-given', consentTextDigest: CONSENT_DIGEST });
      await channel.hear('registration-loaded');
    }
  } catch (error) {
    channel[Symbol.dispose]();
    throw error;
  }
  return {
    channel,
    async requestAttempt(profile) {
      channel.say({ kind: 'attempt-requested', ...(profile !== undefined && { profile }) });
      const { offer } = await channel.hear('booth-offered');
      return openCapture(channel, offer);
    },
    [Symbol.dispose]: () => channel[Symbol.dispose](),
  };
}

async function openCapture(channel: CaptureChannel, offer: BoothOffer): Promise<OpenedCapture> {
  const sealer = await openSealer(offer);
  const guidance: BoothSymbol[] = [];
  const send = async (part: Parameters<typeof sealer.seal>[0]) => {
    const chunk = await sealer.seal(part);
    channel.send(chunk);
    return chunk;
  };
  return {
    offer,
    guidance,
    sendCard: (payload) => send({ kind: 'card', last: true, payload }),
    sendFrame: (image, takenAtMs) =>
      send({ kind: 'timed-frame', last: false, payload: encodeTimedFrame({ image, takenAtMs }) }),
    sendUntimedFrame: (payload) => send({ kind: 'frame', last: false, payload }),
    sendChunk: (chunk) => channel.send(chunk),
    async end() {
      await send({ kind: 'end', last: true, payload: NOTHING });
    },
    hear: () => hearNext(channel, guidance),
  };
}

async function hearNext(channel: CaptureChannel, guidance: BoothSymbol[]): Promise<Asked> {
  for (;;) {
    const message = await nextOf(channel);
    switch (message.kind) {
      case 'challenge-step':
        return message;
      case 'challenge-over':
        return { kind: 'enough' };
      case 'guidance-given':
        guidance.push(message.symbol);
        if (message.symbol === 'capture-sufficient') return { kind: 'enough' };
        break;
      case 'attempt-decided':
        return { kind: 'ended', ending: { kind: 'decided', outcome: message.outcome } };
      case 'attempt-abandoned':
        return { kind: 'ended', ending: { kind: 'abandoned' } };
      case 'refused':
        return { kind: 'ended', ending: { kind: 'refused', code: message.problem.code } };
    }
  }
}

/** A channel that was closed without a word is an ending too. */
async function nextOf(channel: CaptureChannel) {
  try {
    return await channel.hear(
      'challenge-step',
      'challenge-over',
      'guidance-given',
      'attempt-decided',
      'attempt-abandoned',
      'refused',
    );
  } catch (error) {
    if (error instanceof ApplicantError && error.code === 'CHANNEL_CLOSED') {
      return { kind: 'attempt-abandoned' } as const;
    }
    throw error;
  }
}
