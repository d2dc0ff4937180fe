/** Every screen of the applicant page, each reached the way an applicant would reach it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { POSES, type ChallengeStep } from '@bonin/core';
import type { CaptureView, ServerMessage } from '@bonin/protocol/channel';
import type { Page } from 'playwright-core';
import { ROOT } from './running-service.ts';
import type { SceneAnswers, SceneServer } from './scene-server.ts';

export interface Scene extends Pick<SceneAnswers, 'answer' | 'forged' | 'withoutKeys' | 'receipt'> {
  readonly name: string;
  /**
   * What its heading says, by its key in the page's wording, which tells that it is this screen and no other.
   * The consent has its own text.
   */
  readonly title: string;
  readonly view?: Partial<CaptureView>;
  readonly fragment?: string;
  readonly userAgent?: string;
  /** Run before the page begins, in the window. */
  readonly prepare?: string;
  readonly camera?: 'refused';
  /** A person looks into the camera here: everything is on the screen of a small phone without scrolling. */
  readonly isFilmed?: boolean;
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

export const CONSENTED = { state: 'awaiting-capture' } as const;
const SAMPLES = join(ROOT, 'dist/samples');
const NO_CAMERA = "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });";
export const KAKAOTALK =
  'Mozilla/5.0 (Linux; Android 15; SM-S921N) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36;KAKAOTALK 2609010';

const UNKNOWN_APP =
  'Mozilla/5.0 (Linux; Android 15; SM-S921N; wv) AppleWebKit/537.36 Version/4.0 Chrome/140 Mobile Safari/537.36';

export function viewOf(change: Partial<CaptureView>): CaptureView {
  return { ...VIEW, ...CONSENTED, ...change };
}

export function refused(code: string): ServerMessage {
  const problem = { type: 'about:blank', title: code, status: 409, code, message: code };
  return {
    kind: 'refused',
    problem: { ...problem, retryable: false, nextActions: [], correlationId: 'Q7fK2mZ0' },
  };
}

/** Says this and nothing else as soon as the page has joined. */
export const onJoining =
  (...said: readonly ServerMessage[]): NonNullable<Scene['answer']> =>
  ({ kind }) =>
    kind === 'capture-joined' ? said : undefined;

/** The card of the first sample applicant. */
function someCard(): string {
  const samples: unknown = JSON.parse(readFileSync(join(SAMPLES, 'index.json'), 'utf8'));
  const [first] = samples as readonly { readonly card: string }[];
  return join(SAMPLES, first?.card ?? '');
}

export const main = (page: Page) => page.click('.actions .button-main');

async function toReviewing(page: Page): Promise<void> {
  await page.setInputFiles('[data-part=card-file]', someCard());
  await page.waitForSelector('.card-picture');
}

export async function toChecking(page: Page): Promise<void> {
  await toReviewing(page);
  await main(page);
  await page.waitForSelector('.card-picture', { state: 'detached' });
  await page.waitForTimeout(250);
}

export async function toReady(page: Page, server: SceneServer): Promise<void> {
  await toChecking(page);
  server.say({ kind: 'guidance-given', symbol: 'reference-acquired' });
  await page.waitForSelector('.stage-face ~ *, .actions .button-main:enabled');
  await page.waitForTimeout(500);
}

export async function toCapturing(page: Page, server: SceneServer): Promise<void> {
  await toReady(page, server);
  await main(page);
  await page.waitForSelector('progress');
  await page.waitForTimeout(900);
}

async function toWaiting(page: Page, server: SceneServer): Promise<void> {
  await toCapturing(page, server);
  server.say({ kind: 'guidance-given', symbol: 'capture-sufficient' });
  await page.waitForSelector('.motif-nearing');
}

/** What the rule of 2026-07-06 offers. */
const ROUTES = ['face', 'mobile-id', 'resident-abstract'] as const;

export const CHALLENGED = {
  ...CONSENTED,
  challengeProfiles: ['ordinary', 'slow', 'no-motion'],
} as const satisfies Partial<CaptureView>;

/** In a store a kind without colours is offered as well. */
const CHALLENGED_IN_STORE = {
  ...CHALLENGED,
  channel: 'store',
  challengeProfiles: ['ordinary', 'slow', 'no-motion', 'no-colour'],
} as const satisfies Partial<CaptureView>;

async function toChoice(page: Page): Promise<void> {
  await toReviewing(page);
  await main(page);
  await page.waitForSelector('.kinds');
}

async function toReadyForChallenge(page: Page, server: SceneServer): Promise<void> {
  await toChoice(page);
  await main(page);
  await page.waitForSelector('.kinds', { state: 'detached' });
  await page.waitForTimeout(250);
  server.say({ kind: 'guidance-given', symbol: 'reference-acquired' });
  release(server, 1, { kind: 'straight', holdMs: 500 });
  await page.waitForSelector('.stage-face');
  await page.waitForSelector('.actions .button-main:enabled');
  await page.waitForTimeout(500);
}

export async function toChallenge(page: Page, server: SceneServer): Promise<void> {
  await toReadyForChallenge(page, server);
  await main(page);
  await page.waitForSelector('[data-asks=straight]');
  await page.waitForTimeout(300);
}

export function release(
  server: SceneServer,
  place: number,
  step: ChallengeStep,
  again = false,
): void {
  server.say({ kind: 'challenge-step', place, of: 5, again, step });
}

const COLOURS: ChallengeStep = {
  kind: 'colours',
  // One for so long that it can be looked at.
  colours: ['blue'],
  eachMs: 60_000,
};

export function decided(
  name: string,
  title: string,
  message: Extract<ServerMessage, { kind: 'attempt-decided' }>,
): Scene {
  return {
    name,
    title,
    view: CONSENTED,
    walk: async (page, server) => {
      await toChecking(page);
      server.say(message);
    },
  };
}

export const SCENES: readonly Scene[] = [
  { name: 'opening', title: 'opening.title', answer: () => [] },
  { name: 'welcome', title: 'welcome.title' },
  {
    name: 'welcome-routes',
    title: 'routes.title',
    view: { routes: ROUTES },
  },
  {
    name: 'welcome-routes-unknown',
    title: 'routes.title',
    view: { routes: ['account-check', 'face'] },
  },
  {
    name: 'answer-route-chosen',
    title: 'answer.face-route-left.title',
    view: { routes: ROUTES },
    walk: async (page) => {
      await page.click('[data-route=mobile-id]');
      await page.waitForSelector('[data-answer=face-route-left]');
    },
  },
  {
    name: 'welcome-to-challenge',
    title: 'welcome.title',
    view: { challengeProfiles: ['ordinary'] },
  },
  { name: 'consent', title: 'consent-text', walk: main },
  { name: 'hold-document-choosing', title: 'card.choosing.title', view: CONSENTED },
  {
    name: 'hold-document-samples',
    title: 'card.choosing.title',
    view: { ...CONSENTED, demonstration: true },
    walk: async (page) => {
      await page.click('.button-quiet >> nth=0');
      await page.waitForSelector('[data-sample]');
    },
  },
  {
    name: 'hold-document-framing',
    title: 'card.framing.title',
    view: CONSENTED,
    walk: async (page) => {
      await main(page);
      await page.waitForSelector('.stage-card');
      await page.waitForTimeout(900);
    },
  },
  {
    name: 'hold-document-refused',
    title: 'card.again.title',
    view: CONSENTED,
    walk: async (page) => {
      const text = { name: 'card.txt', mimeType: 'text/plain', buffer: Buffer.from('no card') };
      await page.setInputFiles('[data-part=card-file]', text);
      await page.waitForSelector('.note-problem');
    },
  },
  {
    name: 'hold-document-refused-again',
    title: 'card.again.title',
    view: CONSENTED,
    walk: async (page) => {
      const text = { name: 'card.txt', mimeType: 'text/plain', buffer: Buffer.from('no card') };
      await page.setInputFiles('[data-part=card-file]', text);
      await page.waitForSelector('.note-problem');
      await page.focus('.actions .button-equal');
      await page.evaluate("document.querySelector('.note-problem').dataset.first = 'yes'");
      await page.setInputFiles('[data-part=card-file]', text);
      // Told anew, although the words are the same.
      await page.waitForSelector('.note-problem:not([data-first])');
    },
  },
  {
    name: 'hold-document-opening',
    title: 'card.choosing.title',
    view: CONSENTED,
    prepare: 'globalThis.createImageBitmap = () => new Promise(() => undefined);',
    walk: async (page) => {
      await page.setInputFiles('[data-part=card-file]', someCard());
      await page.waitForSelector('.opening:not(:empty)');
    },
  },
  {
    name: 'hold-document-page-slept',
    title: 'card.again.title',
    view: CONSENTED,
    walk: async (page) => {
      await main(page);
      await page.waitForSelector('.stage-card');
      await page.evaluate(HIDE);
      await page.waitForSelector('.note-problem');
    },
  },
  {
    name: 'hold-document-reviewing',
    title: 'card.reviewing.title',
    view: CONSENTED,
    walk: toReviewing,
  },
  {
    name: 'hold-document-checking',
    title: 'card.checking.title',
    view: CONSENTED,
    walk: toChecking,
  },
  {
    name: 'hold-document-again',
    title: 'card.again.title',
    view: CONSENTED,
    walk: async (page, server) => {
      await toChecking(page);
      server.say({ kind: 'guidance-given', symbol: 'adjust-light' });
      server.say({ kind: 'attempt-decided', outcome: 'capture-unusable', view: viewOf({}) });
      await page.waitForSelector('.note-problem');
    },
  },
  {
    name: 'look-at-camera-ready',
    title: 'face.getting-ready.title',
    view: CONSENTED,
    walk: toReady,
  },
  {
    name: 'look-at-camera-countdown',
    title: 'face.counting-down.title',
    view: CONSENTED,
    walk: async (page, server) => {
      await toReady(page, server);
      await main(page);
      await page.waitForSelector('.countdown');
    },
  },
  {
    name: 'look-at-camera-capturing',
    title: 'face.capturing.title',
    view: CONSENTED,
    walk: async (page, server) => {
      await toCapturing(page, server);
      server.say({ kind: 'guidance-given', symbol: 'several-faces' });
    },
  },
  {
    name: 'look-at-camera-neutral',
    title: 'face.capturing.title',
    view: CONSENTED,
    walk: async (page, server) => {
      await toCapturing(page, server);
      const neutral = JSON.stringify(await page.textContent('.guidance'));
      const saysIt = `document.querySelector('.guidance')?.textContent === ${neutral}`;
      server.say({ kind: 'guidance-given', symbol: 'several-faces' });
      await page.waitForFunction(`!(${saysIt})`);
      // Not said again, it gives way.
      await page.waitForFunction(saysIt);
    },
  },
  { name: 'choose-challenge', title: 'challenge.choose.title', view: CHALLENGED, walk: toChoice },
  {
    name: 'choose-challenge-in-store',
    title: 'challenge.choose.title',
    view: CHALLENGED_IN_STORE,
    walk: async (page) => {
      await toChoice(page);
      // By keyboard alone, as with every group of its kind.
      await page.focus('.kinds :checked');
      await page.keyboard.press('ArrowUp');
      await page.waitForSelector('[value=no-colour]:checked');
      await page.focus('h1');
    },
  },
  {
    name: 'choose-challenge-one-kind',
    title: 'challenge.choose.title',
    view: { ...CHALLENGED, challengeProfiles: ['ordinary'] },
    walk: async (page) => {
      await toReviewing(page);
      await main(page);
      await page.waitForSelector('.voice');
    },
  },
  {
    name: 'choose-challenge-with-voice',
    title: 'challenge.choose.title',
    view: CHALLENGED,
    walk: async (page) => {
      await toChoice(page);
      await page.click('.voice button');
      await page.waitForSelector('.voice [aria-checked=true]');
      // The browser of these tests has no voice for either language, and says so after a while.
      await page.waitForTimeout(1_800);
      await page.focus('h1');
    },
  },
  {
    name: 'look-at-camera-ready-for-challenge',
    title: 'face.getting-ready.title',
    view: CHALLENGED,
    walk: toReadyForChallenge,
  },
  {
    name: 'look-at-camera-countdown-to-challenge',
    title: 'face.counting-down.title',
    view: CHALLENGED,
    walk: async (page, server) => {
      await toReadyForChallenge(page, server);
      await main(page);
      await page.waitForSelector('.countdown');
    },
  },
  {
    name: 'challenge-straight',
    title: 'challenge.ask.straight',
    view: CHALLENGED,
    isFilmed: true,
    walk: toChallenge,
  },
  ...POSES.map((pose, at): Scene => ({
    name: `challenge-${pose}`,
    title: `challenge.ask.${pose}`,
    view: CHALLENGED,
    isFilmed: true,
    walk: async (page, server) => {
      await toChallenge(page, server);
      release(server, 2 + (at % 3), { kind: 'pose', pose, holdMs: 300 });
      await page.waitForSelector(`[data-asks=${pose}] .sign-${pose}`);
      await page.waitForTimeout(700);
    },
  })),
  {
    name: 'challenge-guided',
    title: 'challenge.ask.left',
    view: CHALLENGED,
    isFilmed: true,
    walk: async (page, server) => {
      await toChallenge(page, server);
      release(server, 3, { kind: 'pose', pose: 'left', holdMs: 300 });
      await page.waitForSelector('[data-asks=left]');
      server.say({ kind: 'guidance-given', symbol: 'adjust-light' });
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'challenge-after-nearer',
    title: 'challenge.ask.left',
    view: CHALLENGED,
    isFilmed: true,
    walk: async (page, server) => {
      await toChallenge(page, server);
      release(server, 2, { kind: 'pose', pose: 'nearer', holdMs: 300 });
      release(server, 3, { kind: 'pose', pose: 'left', holdMs: 300 });
      await page.waitForSelector('[data-asks=left]');
      await page.waitForTimeout(700);
    },
  },
  {
    name: 'challenge-again',
    title: 'challenge.ask.down',
    view: CHALLENGED,
    isFilmed: true,
    walk: async (page, server) => {
      await toChallenge(page, server);
      release(server, 4, { kind: 'pose', pose: 'up', holdMs: 300 });
      release(server, 4, { kind: 'pose', pose: 'down', holdMs: 300 }, true);
      await page.waitForSelector('[data-asks=down]');
      await page.waitForTimeout(700);
    },
  },
  {
    name: 'challenge-colours',
    title: 'challenge.ask.colours',
    view: CHALLENGED,
    isFilmed: true,
    walk: async (page, server) => {
      await toChallenge(page, server);
      release(server, 5, COLOURS);
      await page.waitForSelector('[data-colour="120,120,255"]');
      // From edge to edge, on a desk too.
      for (const part of ['html', 'body', '.frame']) {
        const light = `getComputedStyle(document.querySelector('${part}')).backgroundColor`;
        await page.waitForFunction(`${light} === 'rgb(120, 120, 255)'`);
      }
      await page.waitForTimeout(700);
    },
  },
  {
    name: 'challenge-over',
    title: 'waiting.title',
    view: CHALLENGED,
    walk: async (page, server) => {
      await toChallenge(page, server);
      server.say({ kind: 'challenge-over', answered: true });
      await page.waitForSelector('.motif-nearing');
    },
  },
  {
    name: 'challenge-not-answered',
    title: 'again.not-confirmed.title',
    view: CHALLENGED,
    walk: async (page, server) => {
      await toChallenge(page, server);
      server.say({ kind: 'challenge-over', answered: false });
      await page.waitForSelector('.motif-nearing');
      server.say({
        kind: 'attempt-decided',
        outcome: 'not-confirmed',
        view: viewOf({ ...CHALLENGED, attemptsLeft: 2 }),
      });
    },
  },
  {
    name: 'wait-for-answer',
    title: 'waiting.title',
    view: CONSENTED,
    walk: toWaiting,
  },
  decided('try-again-not-confirmed', 'again.not-confirmed.title', {
    kind: 'attempt-decided',
    outcome: 'not-confirmed',
    view: viewOf({ attemptsLeft: 2 }),
  }),
  {
    name: 'try-again-capture-unusable',
    title: 'again.capture-unusable.title',
    view: CONSENTED,
    walk: async (page, server) => {
      await toCapturing(page, server);
      server.say({ kind: 'guidance-given', symbol: 'adjust-light' });
      server.say({ kind: 'guidance-given', symbol: 'hold-still' });
      server.say({ kind: 'attempt-decided', outcome: 'capture-unusable', view: viewOf({}) });
    },
  },
  {
    name: 'answer-already-answered',
    title: 'answer.already-answered.title',
    answer: onJoining(refused('REGISTRATION_FINISHED')),
  },
  {
    name: 'interrupted-stopped',
    title: 'interrupted.stopped.title',
    view: CONSENTED,
    walk: async (page, server) => {
      await toReady(page, server);
      await page.click('.actions .button-quiet');
    },
  },
  {
    name: 'interrupted-connection-lost',
    title: 'interrupted.connection-lost.title',
    view: CONSENTED,
    walk: async (page, server) => {
      await toReady(page, server);
      server.hangUp();
      await page.waitForSelector('[data-trouble=connection-lost]');
      await page.waitForSelector('[data-trouble]', { state: 'detached' });
    },
  },
  {
    name: 'interrupted-keys-not-loaded',
    title: 'interrupted.connection-lost.title',
    view: CONSENTED,
    withoutKeys: true,
    walk: async (page) => {
      await toReviewing(page);
      await main(page);
      await page.waitForSelector('[data-interruption]');
    },
  },
  {
    name: 'interrupted-answer-awaited',
    title: 'interrupted.answer-awaited.title',
    view: { state: 'in-capture' },
    walk: async (page, server) => {
      await toWaiting(page, server);
      server.hangUp();
      await page.waitForSelector('[data-interruption]');
    },
  },
  {
    name: 'interrupted-page-slept',
    title: 'interrupted.page-slept.title',
    view: CONSENTED,
    walk: async (page, server) => {
      await toReady(page, server);
      await page.evaluate(HIDE);
    },
  },
  {
    name: 'trouble-camera-refused',
    title: 'trouble.camera-refused.title',
    view: CONSENTED,
    camera: 'refused',
    walk: async (page) => {
      await main(page);
      await page.waitForSelector('[data-trouble=camera]');
    },
  },
  {
    name: 'trouble-camera-missing',
    title: 'trouble.camera-missing.title',
    view: CONSENTED,
    prepare: failingCamera('NotFoundError'),
    walk: async (page) => {
      await main(page);
      await page.waitForSelector('[data-trouble=camera]');
    },
  },
  {
    name: 'trouble-camera-in-use',
    title: 'trouble.camera-in-use.title',
    view: CONSENTED,
    prepare: failingCamera('NotReadableError'),
    walk: async (page) => {
      await main(page);
      await page.waitForSelector('[data-trouble=camera]');
    },
  },
  {
    name: 'trouble-camera-unsupported',
    title: 'trouble.camera-unsupported.title',
    prepare: NO_CAMERA,
  },
  {
    name: 'trouble-camera-in-app',
    title: 'trouble.camera-in-app.title',
    prepare: NO_CAMERA,
    userAgent: KAKAOTALK,
  },
  {
    name: 'trouble-camera-in-app-unknown',
    title: 'trouble.camera-in-app.title',
    prepare: NO_CAMERA,
    userAgent: UNKNOWN_APP,
  },
  {
    name: 'trouble-connection-lost',
    title: 'trouble.connection-lost.title',
    view: CONSENTED,
    walk: async (page, server) => {
      await toReady(page, server);
      server.goAway();
      await page.waitForSelector('[data-trouble=connection-lost]');
    },
  },
  {
    name: 'trouble-answer-awaited',
    title: 'trouble.answer-awaited.title',
    view: CONSENTED,
    walk: async (page, server) => {
      await toWaiting(page, server);
      server.goAway();
      await page.waitForSelector('[data-trouble=connection-lost]');
    },
  },
  {
    name: 'trouble-booths-taken',
    title: 'trouble.booths-taken.title',
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
    title: 'trouble.offer-not-genuine.title',
    view: CONSENTED,
    forged: true,
    walk: async (page) => {
      await toReviewing(page);
      await main(page);
      await page.waitForSelector('[data-trouble=offer-not-genuine]');
    },
  },
  { name: 'trouble-link-missing', title: 'trouble.link-missing.title', fragment: '' },
  {
    name: 'trouble-link-invalid',
    title: 'trouble.link-invalid.title',
    answer: onJoining(refused('CAPTURE_TOKEN_INVALID')),
  },
  {
    name: 'trouble-already-open',
    title: 'trouble.already-open.title',
    answer: onJoining(refused('CAPTURE_ALREADY_OPEN')),
  },
  {
    name: 'trouble-insecure-context',
    title: 'trouble.insecure-context.title',
    prepare: "Object.defineProperty(globalThis, 'isSecureContext', { value: false });",
  },
  {
    name: 'trouble-page-outdated',
    title: 'trouble.page-outdated.title',
    answer: onJoining(refused('CONSENT_TEXT_UNKNOWN')),
  },
  {
    name: 'trouble-out-of-step',
    title: 'trouble.out-of-step.title',
    answer: onJoining(refused('REGISTRATION_OVERTAKEN')),
  },
  { name: 'trouble-fault', title: 'trouble.fault.title', answer: onJoining(refused('INTERNAL')) },
  {
    name: 'offline-while-reading',
    title: 'welcome.title',
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
