/**
 * An applicant's device as far as a measurement needs one: it speaks the capture channel and is paced as a camera.
 *
 * Not here: what protects an applicant. It does not check the signature of the booth's offer and shows no consent text.
 *
 * @see docs/formats/capture-channel.md
 */

import { createHash } from 'node:crypto';
import {
  CAPTURE_PATH,
  CONSENT_TEXTS,
  canonicalConsentText,
  type AttemptOutcomeName,
  type DeviceMessage,
  type OpenedRegistrationResource,
  type ServerMessage,
} from '@bonin/protocol';
import { encodeSealInfo, openSealer } from '@bonin/sealing';
import { EvaluationError } from '../evaluation-error.ts';
import { FRAME_INTERVAL_MS, type AttemptPictures } from './attempt-pictures.ts';

/** What a device saw of one attempt. */
export interface DeviceAttempt {
  /** From the last live frame being sealed until the answer is heard. */
  readonly lastFrameToAnswerMs: number;
  readonly frames: number;
  readonly outcome: AttemptOutcomeName;
}

/** Longest wait for any answer of the service. */
const PATIENCE_MS = 30_000;

const CONSENT_DIGEST = createHash('sha256')
  .update(canonicalConsentText(CONSENT_TEXTS.en))
  .digest('base64url');

/**
 * Goes one attempt's whole way: joins, consents, asks for a booth, sends card and frames, hears the answer.
 *
 * Personal data: seals pictures to the booth; keeps times only.
 *
 * @throws {EvaluationError} `SERVICE_UNUSABLE` when the service says something else, or nothing
 */
export async function captureOnce(
  url: string,
  { captureLink }: Pick<OpenedRegistrationResource, 'captureLink'>,
  pictures: AttemptPictures,
): Promise<DeviceAttempt> {
  using channel = await openChannel(url);
  channel.say({ kind: 'capture-joined', captureToken: new URL(captureLink).hash.slice(1) });
  await channel.hear('registration-loaded');
  channel.say({ kind: 'consent-given', consentTextDigest: CONSENT_DIGEST });
  await channel.hear('registration-loaded');
  channel.say({ kind: 'attempt-requested' });
  const { offer } = await channel.hear('booth-offered');

  const publicKey = Buffer.from(offer.publicKey, 'base64url');
  const sealer = await openSealer(publicKey, encodeSealInfo(offer));
  channel.send(await sealer.seal({ kind: 'card', last: false, payload: pictures.card }));
  let frames = 0;
  let lastFrameAt = performance.now();
  for (const payload of pictures.frames) {
    // As a page does: the next frame is due, or the booth has enough, whichever comes first.
    const wait = lastFrameAt + FRAME_INTERVAL_MS - performance.now();
    if (await channel.hasEnoughWithin(Math.max(0, wait))) break;
    lastFrameAt = performance.now();
    channel.send(await sealer.seal({ kind: 'frame', last: false, payload }));
    frames++;
  }
  channel.send(await sealer.seal({ kind: 'end', last: true, payload: new Uint8Array() }));
  const { outcome } = await channel.hear('attempt-decided');
  return { lastFrameToAnswerMs: performance.now() - lastFrameAt, frames, outcome };
}

type Kind = ServerMessage['kind'];

interface CaptureChannel extends Disposable {
  say(message: DeviceMessage): void;
  send(chunk: Uint8Array<ArrayBuffer>): void;
  /** The next message of this kind that was not awaited yet. */
  hear<K extends Kind>(kind: K): Promise<Extract<ServerMessage, { readonly kind: K }>>;
  /** Whether the booth says within so long, or has said, that it needs no more frames. */
  hasEnoughWithin(ms: number): Promise<boolean>;
}

async function openChannel(url: string): Promise<CaptureChannel> {
  const socket = new WebSocket(url.replace(/^http/, 'ws') + CAPTURE_PATH);
  const heard: ServerMessage[] = [];
  const isLost = Promise.withResolvers<never>();
  // Rejected when the channel closes in the end too, when nobody waits any more.
  isLost.promise.catch(() => undefined);
  const hasEnough = Promise.withResolvers<true>();
  let awake = Promise.withResolvers<undefined>();
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as ServerMessage;
    if (message.kind === 'guidance-given' && message.symbol === 'capture-sufficient') {
      hasEnough.resolve(true);
    }
    if (message.kind === 'refused' || message.kind === 'attempt-abandoned') {
      const said = message.kind === 'refused' ? message.problem.code : message.kind;
      isLost.reject(new EvaluationError('SERVICE_UNUSABLE', { said }));
    }
    heard.push(message);
    awake.resolve(undefined);
    awake = Promise.withResolvers();
  });
  const lose = (): void =>
    isLost.reject(new EvaluationError('SERVICE_UNUSABLE', { said: 'closed' }));
  socket.addEventListener('close', lose);
  socket.addEventListener('error', lose);
  const isOpen = new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  await Promise.race([isOpen, isLost.promise]);

  return {
    say: (message) => socket.send(JSON.stringify(message)),
    send: (chunk) => socket.send(chunk),
    async hear<K extends Kind>(kind: K) {
      const timer = setTimeout(lose, PATIENCE_MS);
      try {
        for (;;) {
          const at = heard.findIndex((message) => message.kind === kind);
          const [message] = at < 0 ? [] : heard.splice(at, 1);
          if (message !== undefined) return message as Extract<ServerMessage, { readonly kind: K }>;
          await Promise.race([awake.promise, isLost.promise]);
        }
      } finally {
        clearTimeout(timer);
      }
    },
    hasEnoughWithin: (ms) =>
      Promise.race([hasEnough.promise, isLost.promise, pause(ms).then(() => false)]),
    [Symbol.dispose]: () => socket.close(),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
