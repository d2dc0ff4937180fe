/** Every screen of the applicant page, each reached the way an applicant would reach it. */
import { join } from 'node:path';
import type { CaptureView, ServerMessage } from '@bonin/protocol/channel';
import type { Page } from 'playwright-core';
import { ROOT } from './running-service.ts';
import type { SceneAnswers, SceneServer } from './scene-server.ts';

export interface Scene extends Pick<SceneAnswers, 'answer' | 'forged'> {
  readonly name: string;
  readonly view?: Partial<CaptureView>;
  readonly fragment?: string;
  readonly userAgent?: string;
  /** Run before the page begins, in the window. */
  readonly prepare?: string;
  readonly camera?: 'refused';
  /** Leads from the first screen to the one to be looked at. */
  readonly walk?: (page: Page, server: SceneServer) => Promise<void>;
}

export const TOKEN = `reg_${'s'.repeat(32)}.${'t'.repeat(43)}`;

export const VIEW: CaptureView = {
  registrationId: `reg_${'s'.repeat(32)}`,
  mobileOperatorName: '다온모바일',
  registrationKind: 'number-portability',
  channel: 'online',
  state: 'awaiting-consent',
  attemptsLeft: 3,
  attemptsMax: 3,
  challengeProfiles: [],
  probeFramesMinimum: 5,
  captureTimeLimitMs: 60_000,
  returnUrl: 'https://carrier.example/orders/1',
  demonstration: false,
};

const CONSENTED = { state: 'awaiting-capture' } as const;
const CARD = join(ROOT, 'dist/samples/own-card/card.jpg');
const NO_CAMERA = "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });";
const KAKAOTALK =
  'Mozilla/5.0 (Linux; Android 15; SM-S921N) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36;KAKAOTALK 2609010';

function viewOf(change: Partial<CaptureView>): CaptureView {
  return { ...VIEW, ...CONSENTED, ...change };
}

function refused(code: string): ServerMessage {
  const problem = { type: 'about:blank', title: code, status: 409, code, message: code };
  return {
    kind: 'refused',
    problem: { ...problem, retryable: false, nextActions: [], correlationId: 'Q7fK2mZ0' },
  };
}

/** Says this and nothing else as soon as the page has joined. */
const onJoining =
  (...said: readonly ServerMessage[]): NonNullable<Scene['answer']> =>
  ({ kind }) =>
    kind === 'capture-joined' ? said : undefined;

const main = (page: Page) => page.click('.actions .button-main');

async function toReviewing(page: Page): Promise<void> {
  await page.setInputFiles('[data-part=card-file]', CARD);
  await page.waitForSelector('.card-picture');
}

async function toChecking(page: Page): Promise<void> {
  await toReviewing(page);
  await main(page);
  await page.waitForSelector('.card-picture', { state: 'detached' });
  await page.waitForTimeout(250);
}

async function toReady(page: Page, server: SceneServer): Promise<void> {
  await toChecking(page);
  server.say({ kind: 'guidance-given', symbol: 'reference-acquired' });
  await page.waitForSelector('.stage-face ~ *, .actions .button-main:enabled');
  await page.waitForTimeout(500);
}

async function toCapturing(page: Page, server: SceneServer): Promise<void> {
  await toReady(page, server);
  await main(page);
  await page.waitForSelector('progress');
  await page.waitForTimeout(900);
}

function decided(
  name: string,
  message: Extract<ServerMessage, { kind: 'attempt-decided' }>,
): Scene {
  return {
    name,
    view: CONSENTED,
    walk: async (page, server) => {
      await toChecking(page);
      server.say(message);
    },
  };
}

export const SCENES: readonly Scene[] = [
  { name: 'opening', answer: () => [] },
  { name: 'welcome' },
  { name: 'consent', walk: main },
  { name: 'hold-document-choosing', view: CONSENTED },
  {
    name: 'hold-document-samples',
    view: { ...CONSENTED, demonstration: true },
    walk: async (page) => {
      await page.click('.button-quiet >> nth=0');
      await page.waitForSelector('[data-sample]');
    },
  },
  {
    name: 'hold-document-framing',
    view: CONSENTED,
    walk: async (page) => {
      await main(page);
      await page.waitForSelector('.stage-card');
      await page.waitForTimeout(900);
    },
  },
  {
    name: 'hold-document-refused',
    view: CONSENTED,
    walk: async (page) => {
      const text = { name: 'card.txt', mimeType: 'text/plain', buffer: Buffer.from('no card') };
      await page.setInputFiles('[data-part=card-file]', text);
      await page.waitForSelector('.note-problem');
    },
  },
  { name: 'hold-document-reviewing', view: CONSENTED, walk: toReviewing },
  { name: 'hold-document-checking', view: CONSENTED, walk: toChecking },
  {
    name: 'hold-document-again',
    view: CONSENTED,
    walk: async (page, server) => {
      await toChecking(page);
      server.say({ kind: 'guidance-given', symbol: 'adjust-light' });
      server.say({ kind: 'attempt-decided', outcome: 'capture-unusable', view: viewOf({}) });
      await page.waitForSelector('.note-problem');
    },
  },
  { name: 'look-at-camera-ready', view: CONSENTED, walk: toReady },
  {
    name: 'look-at-camera-countdown',
    view: CONSENTED,
    walk: async (page, server) => {
      await toReady(page, server);
      await main(page);
      await page.waitForSelector('.countdown');
    },
  },
  {
    name: 'look-at-camera-capturing',
    view: CONSENTED,
    walk: async (page, server) => {
      await toCapturing(page, server);
      server.say({ kind: 'guidance-given', symbol: 'several-faces' });
    },
  },
  {
    name: 'wait-for-answer',
    view: CONSENTED,
    walk: async (page, server) => {
      await toCapturing(page, server);
      server.say({ kind: 'guidance-given', symbol: 'capture-sufficient' });
      await page.waitForSelector('.motif-nearing');
    },
  },
  decided('answer-accepted', {
    kind: 'attempt-decided',
    outcome: 'accepted',
    view: viewOf({ state: 'approved', attemptsLeft: 0 }),
  }),
  decided('try-again-not-confirmed', {
    kind: 'attempt-decided',
    outcome: 'not-confirmed',
    view: viewOf({ attemptsLeft: 2 }),
  }),
  {
    name: 'try-again-capture-unusable',
    view: CONSENTED,
    walk: async (page, server) => {
      await toCapturing(page, server);
      server.say({ kind: 'guidance-given', symbol: 'adjust-light' });
      server.say({ kind: 'guidance-given', symbol: 'hold-still' });
      server.say({ kind: 'attempt-decided', outcome: 'capture-unusable', view: viewOf({}) });
    },
  },
  decided('answer-attempts-exhausted', {
    kind: 'attempt-decided',
    outcome: 'not-confirmed',
    view: viewOf({ state: 'refused', ground: 'attempts-exhausted', attemptsLeft: 0 }),
  }),
  {
    name: 'answer-captures-exhausted',
    view: { state: 'refused', ground: 'captures-exhausted', attemptsLeft: 0 },
  },
  {
    name: 'answer-face-route-left',
    walk: (page) => page.click('.actions .button-equal'),
  },
  { name: 'answer-expired', view: { state: 'expired', attemptsLeft: 0 } },
  { name: 'answer-already-answered', answer: onJoining(refused('REGISTRATION_FINISHED')) },
  {
    name: 'interrupted-stopped',
    view: CONSENTED,
    walk: async (page, server) => {
      await toReady(page, server);
      await page.click('.actions .button-quiet');
    },
  },
  {
    name: 'interrupted-connection-lost',
    view: CONSENTED,
    walk: async (page, server) => {
      await toReady(page, server);
      server.hangUp();
      await page.waitForSelector('[data-trouble=connection-lost]');
      await page.waitForSelector('[data-trouble]', { state: 'detached' });
    },
  },
  {
    name: 'interrupted-page-slept',
    view: CONSENTED,
    walk: async (page, server) => {
      await toReady(page, server);
      await page.evaluate(HIDE);
    },
  },
  {
    name: 'trouble-camera-refused',
    view: CONSENTED,
    camera: 'refused',
    walk: async (page) => {
      await main(page);
      await page.waitForSelector('[data-trouble=camera]');
    },
  },
  {
    name: 'trouble-camera-missing',
    view: CONSENTED,
    prepare: failingCamera('NotFoundError'),
    walk: async (page) => {
      await main(page);
      await page.waitForSelector('[data-trouble=camera]');
    },
  },
  {
    name: 'trouble-camera-in-use',
    view: CONSENTED,
    prepare: failingCamera('NotReadableError'),
    walk: async (page) => {
      await main(page);
      await page.waitForSelector('[data-trouble=camera]');
    },
  },
  { name: 'trouble-camera-unsupported', prepare: NO_CAMERA },
  { name: 'trouble-camera-in-app', prepare: NO_CAMERA, userAgent: KAKAOTALK },
  {
    name: 'trouble-connection-lost',
    view: CONSENTED,
    walk: async (page, server) => {
      await toReady(page, server);
      server.goAway();
      await page.waitForSelector('[data-trouble=connection-lost]');
    },
  },
  {
    name: 'trouble-booths-taken',
    view: CONSENTED,
    answer: ({ kind }) =>
      kind === 'attempt-requested' ? [refused('BOOTHS_EXHAUSTED')] : undefined,
    walk: async (page) => {
      await toReviewing(page);
      await main(page);
      await page.waitForSelector('[data-trouble=booths-taken]');
    },
  },
  {
    name: 'trouble-offer-not-genuine',
    view: CONSENTED,
    forged: true,
    walk: async (page) => {
      await toReviewing(page);
      await main(page);
      await page.waitForSelector('[data-trouble=offer-not-genuine]');
    },
  },
  { name: 'trouble-link-missing', fragment: '' },
  { name: 'trouble-link-invalid', answer: onJoining(refused('CAPTURE_TOKEN_INVALID')) },
  { name: 'trouble-already-open', answer: onJoining(refused('CAPTURE_ALREADY_OPEN')) },
  {
    name: 'trouble-insecure-context',
    prepare: "Object.defineProperty(globalThis, 'isSecureContext', { value: false });",
  },
  { name: 'trouble-page-outdated', answer: onJoining(refused('CONSENT_TEXT_UNKNOWN')) },
  { name: 'trouble-out-of-step', answer: onJoining(refused('REGISTRATION_OVERTAKEN')) },
  { name: 'trouble-fault', answer: onJoining(refused('INTERNAL')) },
  {
    name: 'offline-while-reading',
    walk: async (page, server) => {
      server.goAway();
      await page.waitForSelector('.offline:not(.offline-none)');
    },
  },
];

const HIDE = `
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
`;

function failingCamera(name: string): string {
  return `navigator.mediaDevices.getUserMedia = () =>
    Promise.reject(new DOMException('refused by the scene', '${name}'));`;
}
