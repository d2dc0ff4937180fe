/** The device's side of the capture channel, for tests. */
import { createHash } from 'node:crypto';
import {
  CAPTURE_PATH,
  CONSENT_TEXTS,
  canonicalConsentText,
  type BoothOffer,
  type DeviceMessage,
  type ServerMessage,
} from '@bonin/protocol';
import { openSealer, type CaptureSealer } from '@bonin/sealing';
import WebSocket from 'ws';

type Kind = ServerMessage['kind'];
type Of<K extends Kind> = Extract<ServerMessage, { readonly kind: K }>;

export interface TestDevice {
  readonly socket: WebSocket;
  readonly heard: readonly ServerMessage[];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  say(message: DeviceMessage): void;
  sayText(text: string): void;
  sendChunk(chunk: Uint8Array): void;
  /** The next message of this kind that was not awaited yet. */
  hear<K extends Kind>(kind: K): Promise<Of<K>>;
  /** The code of the next refusal. */
  refusal(): Promise<string>;
  leave(): void;
}

export const CONSENT_DIGEST = createHash('sha256')
  .update(canonicalConsentText(CONSENT_TEXTS.en))
  .digest('base64url');

interface Waiter {
  readonly kind: Kind;
  readonly found: (message: ServerMessage) => void;
  readonly lost: () => void;
}

const PATIENCE_MS = 10_000;

export async function connectDevice(url: string): Promise<TestDevice> {
  const socket = new WebSocket(url.replace(/^http/, 'ws') + CAPTURE_PATH, {
    rejectUnauthorized: false,
  });
  const heard: ServerMessage[] = [];
  const waiting: Waiter[] = [];
  const unheard: ServerMessage[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as ServerMessage;
    heard.push(message);
    const at = waiting.findIndex((each) => each.kind === message.kind);
    const [waiter] = at < 0 ? [] : waiting.splice(at, 1);
    if (waiter === undefined) unheard.push(message);
    else waiter.found(message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString('utf8') });
      for (const { lost } of waiting.splice(0)) lost();
    });
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);

  const hear = <K extends Kind>(kind: K): Promise<Of<K>> =>
    new Promise((resolve, reject) => {
      const at = unheard.findIndex((each) => each.kind === kind);
      const [already] = at < 0 ? [] : unheard.splice(at, 1);
      if (already !== undefined) {
        resolve(already as Of<K>);
        return;
      }
      const timer = setTimeout(() => {
        const kinds = heard.map((each) => each.kind).join(', ');
        reject(new Error(`did not hear ${kind}; heard: ${kinds}`));
      }, PATIENCE_MS);
      waiting.push({
        kind,
        found: (message) => {
          clearTimeout(timer);
          resolve(message as Of<K>);
        },
        lost: () => {
          clearTimeout(timer);
          reject(new Error(`the channel was closed before ${kind}`));
        },
      });
    });
  return {
    socket,
    heard,
    closed,
    say: (message) => {
      socket.send(JSON.stringify(message));
    },
    sayText: (text) => {
      socket.send(text);
    },
    sendChunk: (chunk) => {
      socket.send(chunk);
    },
    hear,
    refusal: async () => (await hear('refused')).problem.code,
    leave: () => {
      socket.terminate();
    },
  };
}

/** The token of a capture link. */
export function tokenOf(opened: { readonly captureLink: string }): string {
  return new URL(opened.captureLink).hash.slice(1);
}

/** Connects and joins. */
export async function joinCapture(
  url: string,
  opened: { readonly captureLink: string },
): Promise<TestDevice> {
  const device = await connectDevice(url);
  device.say({ kind: 'capture-joined', captureToken: tokenOf(opened) });
  await device.hear('registration-loaded');
  return device;
}

/** Connects, joins and consents. */
export async function joinAndConsent(
  url: string,
  opened: { readonly captureLink: string },
): Promise<TestDevice> {
  const device = await joinCapture(url, opened);
  device.say({ kind: 'consent-given', consentTextDigest: CONSENT_DIGEST });
  await device.hear('registration-loaded');
  return device;
}

/** Asks for an attempt; returns what the booth's key is bound to. */
export async function requestAttempt(device: TestDevice): Promise<BoothOffer> {
  device.say({ kind: 'attempt-requested' });
  return (await device.hear('booth-offered')).offer;
}

/** Seals to the booths of an offer. */
export function sealerFor(offer: BoothOffer): Promise<CaptureSealer> {
  return openSealer(offer);
}

/** A whole capture, sealed: one card, some frames, the end. */
export async function sealCapture(
  offer: BoothOffer,
  payload: Uint8Array = new Uint8Array([1, 2, 3]),
  frames = 3,
): Promise<readonly Uint8Array[]> {
  const sealer = await sealerFor(offer);
  const chunks = [await sealer.seal({ kind: 'card', last: true, payload })];
  for (let at = 0; at < frames; at += 1) {
    chunks.push(await sealer.seal({ kind: 'frame', last: false, payload }));
  }
  chunks.push(await sealer.seal({ kind: 'end', last: true, payload: new Uint8Array() }));
  return chunks;
}
