/** Screens on which an applicant is offered a receipt, and those on which there is none to be had. */
import assert from 'node:assert/strict';
import type { ServerMessage } from '@bonin/protocol/channel';
import type { Page } from 'playwright-core';
import { RECEIPT_CODE, type SceneServer } from './scene-server.ts';
import {
  CHALLENGED,
  CONSENTED,
  decided,
  refused,
  toCapturing,
  toChecking,
  toReady,
  viewOf,
  type Scene,
} from './scenes.ts';

/** What lets the clock of the page go on to where it no longer waits for a receipt. */
const CLOCK = `
  const now = performance.now.bind(performance);
  performance.now = () => now() + (globalThis.laterMs ?? 0);
`;

type Decided = Extract<ServerMessage, { kind: 'attempt-decided' }>;

const ACCEPTED: Decided = {
  kind: 'attempt-decided',
  outcome: 'accepted',
  view: viewOf({ state: 'approved', attemptsLeft: 0 }),
};
const NOT_CONFIRMED: Decided = {
  kind: 'attempt-decided',
  outcome: 'not-confirmed',
  view: viewOf({ ...CHALLENGED, attemptsLeft: 2 }),
};

async function hasReceipt(page: Page): Promise<void> {
  await page.waitForSelector('[data-receipt=there]');
  assert.equal(await page.textContent('.receipt-code'), RECEIPT_CODE);
}

/** Waits long enough for what might yet be promised. */
async function hasNoReceipt(page: Page): Promise<void> {
  await page.waitForTimeout(1_000);
  assert.equal(await page.locator('.receipt').count(), 0);
}

/** Opens what is folded, and goes back to where a screen begins. */
async function unfold(page: Page): Promise<void> {
  assert.equal(await page.locator('.receipt [role=status]').count(), 0, 'it is folded at first');
  await page.click('.receipt summary');
  await hasReceipt(page);
  await page.focus('h1');
}

async function toStopped(page: Page, server: SceneServer): Promise<void> {
  await toReady(page, server);
  await page.click('.actions .button-quiet');
  await page.waitForSelector('[data-interruption=stopped]');
}

async function toTimeOver(page: Page, server: SceneServer): Promise<void> {
  await toChecking(page);
  server.say({ kind: 'guidance-given', symbol: 'reference-acquired' });
  await page.waitForSelector('[data-interruption=time-over]');
}

const leave = (page: Page) => page.click('.actions .button-equal');

/** The receipt of a Y, as far as it has come. */
function afterY(name: string, receipt: NonNullable<Scene['receipt']>, waitsInVain: boolean): Scene {
  const accepted = decided(name, 'answer.accepted.title', ACCEPTED);
  return {
    ...accepted,
    receipt,
    prepare: CLOCK,
    walk: async (page, server) => {
      await accepted.walk?.(page, server);
      await page.waitForSelector('[data-receipt]');
      if (waitsInVain) await page.evaluate('globalThis.laterMs = 60_000');
      await page.waitForSelector(`[data-receipt=${receipt}]`);
    },
  };
}

const UNREACHABLE = afterY('answer-accepted-receipt-unreachable', 'unreachable', true);

export const RECEIPT_SCENES: readonly Scene[] = [
  afterY('answer-accepted', 'there', false),
  afterY('answer-accepted-receipt-late', 'late', true),
  UNREACHABLE,
  afterY('answer-accepted-receipt-gone', 'gone', false),
  {
    ...UNREACHABLE,
    name: 'answer-accepted-receipt-asked-again',
    walk: async (page, server) => {
      await UNREACHABLE.walk?.(page, server);
      server.giveReceipt('there');
      await page.click('.receipt-acts button');
      assert.equal(
        await page.evaluate("'receipt' in document.activeElement.dataset"),
        true,
        'the focus is not lost with its button',
      );
      await hasReceipt(page);
      await page.focus('h1');
    },
  },
  {
    name: 'answer-attempts-exhausted',
    title: 'answer.attempts-exhausted.title',
    view: { state: 'refused', ground: 'attempts-exhausted', attemptsLeft: 0 },
    receipt: 'there',
    walk: hasReceipt,
  },
  {
    name: 'answer-captures-exhausted',
    title: 'answer.captures-exhausted.title',
    view: { state: 'refused', ground: 'captures-exhausted', attemptsLeft: 0 },
    receipt: 'there',
    walk: hasReceipt,
  },
  {
    name: 'answer-face-route-left',
    title: 'answer.face-route-left.title',
    walk: async (page) => {
      await leave(page);
      await hasNoReceipt(page);
    },
  },
  {
    name: 'answer-face-route-left-unreachable',
    title: 'answer.face-route-left.title',
    receipt: 'unreachable',
    walk: async (page) => {
      await leave(page);
      await hasNoReceipt(page);
    },
  },
  {
    name: 'answer-face-route-left-after-attempt',
    title: 'answer.face-route-left.title',
    view: CONSENTED,
    receipt: 'there',
    walk: async (page, server) => {
      await toStopped(page, server);
      await leave(page);
      await hasReceipt(page);
    },
  },
  {
    name: 'answer-face-route-left-in-another-window',
    title: 'answer.face-route-left.title',
    view: { state: 'refused', ground: 'face-route-left', attemptsLeft: 0 },
    receipt: 'there',
    walk: hasReceipt,
  },
  {
    name: 'answer-not-required',
    title: 'answer.not-required.title',
    view: { state: 'not-required', attemptsLeft: 0 },
    walk: hasNoReceipt,
  },
  {
    name: 'answer-expired',
    title: 'answer.expired.title',
    view: { state: 'expired', attemptsLeft: 0 },
    walk: hasNoReceipt,
  },
  {
    name: 'answer-expired-after-attempt',
    title: 'answer.expired.title',
    view: CONSENTED,
    receipt: 'there',
    walk: async (page, server) => {
      await toStopped(page, server);
      server.say(refused('REGISTRATION_EXPIRED'));
      await page.waitForSelector('[data-answer=expired]');
      await hasReceipt(page);
    },
  },
  {
    name: 'try-again-not-confirmed-receipt',
    title: 'again.not-confirmed.title',
    view: CONSENTED,
    receipt: 'there',
    walk: async (page, server) => {
      await toCapturing(page, server);
      server.say(NOT_CONFIRMED);
      await page.waitForSelector('[data-outcome]');
      await unfold(page);
    },
  },
  {
    name: 'try-again-capture-unusable-receipt',
    title: 'again.capture-unusable.title',
    view: CONSENTED,
    receipt: 'there',
    walk: async (page, server) => {
      await toCapturing(page, server);
      server.say({ kind: 'attempt-decided', outcome: 'capture-unusable', view: viewOf({}) });
      await page.waitForSelector('[data-outcome]');
      await unfold(page);
    },
  },
  {
    name: 'interrupted-stopped-receipt',
    title: 'interrupted.stopped.title',
    view: CONSENTED,
    receipt: 'there',
    walk: async (page, server) => {
      await toStopped(page, server);
      await unfold(page);
    },
  },
  {
    name: 'interrupted-time-over',
    title: 'interrupted.time-over.title',
    view: { ...CONSENTED, captureTimeLimitMs: 3_000 },
    walk: toTimeOver,
  },
  {
    name: 'interrupted-time-over-receipt',
    title: 'interrupted.time-over.title',
    view: { ...CONSENTED, captureTimeLimitMs: 3_000 },
    receipt: 'there',
    walk: async (page, server) => {
      await toTimeOver(page, server);
      await unfold(page);
    },
  },
  {
    name: 'interrupted-before-attempt',
    title: 'interrupted.connection-lost.title',
    view: CONSENTED,
    answer: ({ kind }) => (kind === 'attempt-requested' ? [] : undefined),
    walk: async (page, server) => {
      await toChecking(page);
      server.hangUp();
      await page.waitForSelector('[data-interruption]');
      await hasNoReceipt(page);
    },
  },
];
