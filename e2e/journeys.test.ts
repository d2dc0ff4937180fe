/**
 * Whole journeys through the real pages, the real service and real booths.
 *
 * Where a person is before the camera, it is a simulated one whom a script puts in the camera's place, as no human subject
 * can be had. Where nothing has to be answered, a clip is fed to the browser's camera.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { sayIn } from '../apps/applicant/src/wording/say.ts';
import { cameraCalls, liveTracks, openBrowser, openWindow, storedThings } from './browser.ts';
import { makeFaces, type Faces } from './faces.ts';
import type { StreamName } from './instruments.ts';
import { findBarriers } from './look-at.ts';
import { locatePeople } from './people.ts';
import { startService, type OpenedOrder, type RunningService } from './running-service.ts';
import { KAKAOTALK } from './scenes.ts';
import { bundleStandIn, type StandIn } from './stand-in.ts';
import {
  agree,
  captureAgain,
  captureOnce,
  choose,
  DONE,
  goToCamera,
  goToCard,
  handIn,
  start,
  toldBy,
} from './walk.ts';

const PATIENCE_MS = 60_000;
/** As often as a policy lets anybody try; a person may be asked again. */
const TRIES = 3;

describe('the journey of an applicant', () => {
  // What was opened is closed again, also when something after it could not be opened.
  const atEnd = new AsyncDisposableStack();
  let faces: Faces;
  let service: RunningService;
  let standIn: StandIn;
  let clip: Browser;
  let noCamera: Browser;

  before(async () => {
    faces = await makeFaces();
    atEnd.defer(() => faces.remove());
    service = await startService();
    atEnd.defer(() => service.stop());
    standIn = await bundleStandIn(await locatePeople());
    clip = atEnd.use(await openBrowser({ clip: faces.sameManClip }));
    noCamera = atEnd.use(await openBrowser());
  });

  after(() => atEnd.disposeAsync());

  async function visit(browser: Browser, order: OpenedOrder, wishes = {}): Promise<Page> {
    const page = await openWindow(browser, wishes);
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(order.captureLink);
    return page;
  }

  async function toCard(
    browser: Browser,
    wishes = {},
  ): Promise<{ page: Page; order: OpenedOrder }> {
    const order = await service.openRegistration();
    const page = await openWindow(browser, wishes);
    page.setDefaultTimeout(PATIENCE_MS);
    await goToCard(page, order.captureLink);
    return { page, order };
  }

  /** Somebody who stands in for the camera, at the card. */
  function toCardAs(stream: StreamName, seed: number) {
    return toCard(noCamera, { script: standIn.script(stream, seed) });
  }

  /** Places an order on the order page, and opens its link in another window, up to the card. */
  async function order(): Promise<{ carrier: Page; page: Page }> {
    const carrier = await openWindow(noCamera, { size: { width: 1280, height: 800 } });
    carrier.setDefaultTimeout(PATIENCE_MS);
    await carrier.goto(service.carrierUrl);
    await carrier.click('button[type=submit]');
    const captureLink = await carrier.getAttribute('[data-part=capture-link]', 'href');
    assert.ok(captureLink !== null);
    const page = await visit(noCamera, { orderId: '', captureLink });
    await choose(page, 'main');
    await agree(page);
    return { carrier, page };
  }

  it('leads from the order page to a signed Y that the browser itself has verified', async () => {
    const { carrier, page } = await order();
    await withSample(page, 'own-card');
    await untilAccepted(page);
    assert.ok(!page.url().includes('#'), 'the link is forgotten');

    await carrier.waitForSelector('.result[data-answer=Y] [data-check=signature]');
    await allChecksHold(carrier, 'result-key');
    await carrier.waitForSelector('.never li');
    assert.match(
      (await carrier.textContent('.claims[data-part=claim]')) ?? '',
      /challenge-and-passive/,
    );

    // What the applicant takes away: a code with which the page of the same service finds all of it in the ledger.
    await page.waitForSelector('[data-receipt-code]');
    assert.deepEqual(await findBarriers(page), []);
    const receipt = await page.getAttribute('.receipt a', 'href');
    await page.goto(new URL(receipt ?? '', service.serviceUrl).href);
    await page.waitForSelector('[data-check=holds]');
  });

  it('leads a sample applicant with a foreign card to a signed N after three attempts', async () => {
    const { carrier, page } = await order();
    await withSample(page, 'foreign-card');
    await untilExhausted(page);
    await carrier.waitForSelector('.result[data-answer=N] [data-check=signature]');
    await allChecksHold(carrier, 'result-key', 'thresholds', 'isolation', 'attack-detection');
    assert.match(
      (await carrier.textContent('.claims[data-part=claim]')) ?? '',
      /attempts-exhausted/,
    );
  });

  for (const sample of ['photo-before-camera', 'recording-before-camera'] as const) {
    it(`says not confirmed to the sample applicant ${sample}`, async () => {
      const { page } = await order();
      await withSample(page, sample);
      assert.equal(await toldBy(page), 'not-confirmed');
    });
  }

  it('says Y to the man on the card, and leaves nothing in the browser', async () => {
    const { page, order } = await toCardAs('person', 1);
    assert.equal(await cameraCalls(page), 0, 'no camera was asked for before or at the consent');
    await captureOnce(page, faces.cardFile);
    assert.ok((await cameraCalls(page)) === 1);
    await untilAccepted(page);
    assert.equal(await liveTracks(page), 0);
    assert.deepEqual(await storedThings(page), []);
    const seen = await service.look(order.orderId);
    assert.deepEqual([seen.state, seen.answer], ['approved', 'Y']);
  });

  it('says not confirmed to another man who answers all, offers to try again, and ends with N after three', async () => {
    const { page, order } = await toCardAs('another-man', 2);
    await captureOnce(page, faces.cardFile);
    await untilExhausted(page);
    assert.equal(await liveTracks(page), 0);
    assert.deepEqual(await storedThings(page), []);
    const seen = await service.look(order.orderId);
    assert.deepEqual([seen.state, seen.answer, seen.counted], ['refused', 'N', 3]);
  });

  it('says not confirmed to a clip of the man on the card, which answers nothing', async () => {
    const { page, order } = await toCard(clip);
    await captureOnce(page, faces.cardFile);
    assert.equal(await toldBy(page), 'not-confirmed');
    const seen = await service.look(order.orderId);
    assert.deepEqual([seen.answer, seen.counted], [undefined, 1]);
  });

  it('gives a receipt of every attempt so far, before another try and after the face route was left', async () => {
    const { page } = await toCard(clip);
    await captureOnce(page, faces.cardFile);
    assert.equal(await toldBy(page), 'not-confirmed');
    await page.click('.receipt summary');
    const first = await codeOf(page);
    assert.equal(await page.textContent('.receipt .small'), words('receipt.goes-on'));
    assert.equal(await entriesCheckedOf(page), 2);
    assert.equal(await entriesCheckedOfFile(page), 2);

    await captureAgain(page);
    await page.click('.receipt summary');
    assert.equal(await codeOf(page), first, 'it is the same code');
    await page.click('.actions .button-equal');
    await page.waitForSelector('[data-answer=face-route-left]');
    assert.equal(await codeOf(page), first);
    assert.equal(await entriesCheckedOf(page), 4);
    assert.deepEqual(await storedThings(page), []);
  });

  it('gives a receipt of an attempt that was left in the middle, once its booths have ended', async () => {
    const { page } = await toCard(clip);
    await handIn(page, faces.cardFile);
    await goToCamera(page);
    await start(page);
    await page.click('.actions .button-equal');
    await page.waitForSelector('[data-interruption=stopped]');
    await page.click('.actions .button-equal');
    await page.waitForSelector('[data-answer=face-route-left]');
    await codeOf(page);
    assert.equal(await entriesCheckedOf(page), 2);
  });

  it('lets an applicant say no without a camera ever being asked for', async () => {
    const order = await service.openRegistration();
    const page = await visit(clip, order);
    await choose(page, 'main');
    await page.waitForSelector('.matters');
    await page.click('.choice .button >> nth=1');
    await page.waitForSelector('[data-answer=face-route-left]');
    assert.equal(await cameraCalls(page), 0);
    await eventually(async () => {
      const { state, ground, answer } = await service.look(order.orderId);
      assert.deepEqual([state, ground, answer], ['refused', 'face-route-left', 'N']);
    });
    assert.equal(await page.locator('.receipt').count(), 0, 'there was no attempt');
  });

  it('says how to go on when the camera is refused, and goes on with a file', async () => {
    const { page } = await toCard(clip, { camera: 'refused' });
    await choose(page, 'main');
    await page.waitForSelector('[data-trouble=camera]');
    assert.match((await page.textContent('h1')) ?? '', /허용/);
    await page.click('.actions .button-equal >> nth=0');
    await page.setInputFiles('[data-part=card-file]', faces.cardFile);
    await page.waitForSelector('.card-picture');
  });

  it('resumes after a connection that was lost in the middle of a capture, and counts nothing', async () => {
    const order = await service.openRegistration();
    const page = await openWindow(noCamera, { script: standIn.script('person', 3) });
    page.setDefaultTimeout(PATIENCE_MS);
    // Through a door of ours, which can be shut: nothing in between looks at what passes.
    let cut: () => Promise<void> = () => Promise.resolve();
    await page.routeWebSocket('**/v1/capture', (socket) => {
      const server = socket.connectToServer();
      cut = async () => {
        await Promise.all([socket.close({ code: 1012 }), server.close({ code: 1000 })]);
      };
    });
    await goToCard(page, order.captureLink);
    await handIn(page, faces.cardFile);
    await goToCamera(page);
    await start(page);
    await page.waitForSelector('[data-asks]');
    await cut();
    await page.waitForSelector('[data-trouble=connection-lost]');
    assert.equal(await page.textContent('[data-trouble]'), words('trouble.connection-lost.body'));
    assert.equal(await liveTracks(page), 0);
    await page.waitForSelector('[data-interruption=connection-lost]');
    assert.equal(
      await page.textContent('[data-interruption]'),
      words('interrupted.connection-lost.body'),
    );
    await eventually(async () => {
      assert.equal((await service.look(order.orderId)).counted, 0);
    });
    await captureAgain(page);
    await untilAccepted(page);
    const seen = await service.look(order.orderId);
    assert.deepEqual([seen.answer, seen.uncounted], ['Y', 1]);
  });

  it('breaks a capture off when the page is put aside, and counts nothing', async () => {
    const { page, order } = await toCardAs('person', 4);
    await handIn(page, faces.cardFile);
    await goToCamera(page);
    await start(page);
    await page.waitForSelector('[data-asks]');
    await page.evaluate(`
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    `);
    await page.waitForSelector('[data-interruption=page-slept]');
    assert.equal(
      await page.textContent('[data-interruption]'),
      words('interrupted.page-slept.body'),
    );
    assert.equal(await liveTracks(page), 0);
    await eventually(async () => {
      const { state, counted } = await service.look(order.orderId);
      assert.deepEqual([state, counted], ['awaiting-capture', 0]);
    });
    await captureAgain(page);
    await untilAccepted(page);
  });

  it('goes on at once after a stop, leaves nothing behind, and forgets the consent when it is withdrawn', async () => {
    const { page, order } = await toCard(clip);
    await handIn(page, faces.cardFile);
    await goToCamera(page);
    await start(page);
    await page.click('.actions .button-equal');
    await page.waitForSelector('[data-interruption=stopped]');
    assert.equal(await liveTracks(page), 0);
    assert.deepEqual(await storedThings(page), []);
    // In one go, so that the server has not yet said that the first attempt is over.
    await choose(page, 'main');
    await page.waitForSelector('.stage-face');
    await page.waitForSelector('.actions .button-main:enabled');
    await page.click('.actions .button-quiet');
    await page.waitForSelector('[data-interruption=stopped]');

    await page.click('.ways-out .button-quiet >> nth=-1');
    await page.waitForSelector('.plan');
    assert.equal(await liveTracks(page), 0);
    assert.deepEqual(await storedThings(page), []);
    await eventually(async () => {
      const { state, counted } = await service.look(order.orderId);
      assert.deepEqual([state, counted], ['awaiting-consent', 0]);
    });
  });

  it('lets a real browser in when the one inside an app has given up its camera and the link was copied', async () => {
    const { page, order } = await toCard(clip, { camera: 'refused', userAgent: KAKAOTALK });
    await choose(page, 'main');
    await page.waitForSelector('[data-trouble=camera]');
    assert.equal(await page.textContent('h1'), words('trouble.camera-in-app.title'));
    await page.click('.copy button');
    const real = await visit(clip, order);
    await eventually(async () => {
      if ((await real.$('[data-trouble=already-open]')) !== null) await choose(real, 'main');
      await real.waitForSelector('.tips', { timeout: 1_500 });
    });
    // The first one is told so, should somebody go back to it.
    await choose(page, 'main');
    await page.waitForSelector('[data-trouble=already-open]');
  });

  it('refuses a file of 300 MB by its size, before it is read', async () => {
    const { page } = await toCard(noCamera);
    const folder = mkdtempSync(join(tmpdir(), 'bonin-vast-'));
    try {
      const file = join(folder, 'card.jpg');
      writeFileSync(file, '');
      truncateSync(file, 300_000_000);
      await page.setInputFiles('[data-part=card-file]', file);
      await page.waitForSelector('.note-problem');
      assert.equal(await page.textContent('.note-problem'), words('card.refusal.too-large'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('can be walked with the keyboard alone up to the camera', async () => {
    const order = await service.openRegistration();
    const page = await visit(clip, order);
    await page.waitForSelector('.plan');
    await pressWith(page, '얼굴로 확인하기');
    await page.waitForSelector('.matters');
    await pressWith(page, '동의하고 계속하기');
    await page.waitForSelector('.tips');
    await pressWith(page, '카메라로 찍기');
    await page.waitForSelector('.actions .button-main:enabled');
    assert.equal(await cameraCalls(page), 1);
    await pressWith(page, '그만하기');
    await page.waitForSelector('.tips');
    assert.equal(await liveTracks(page), 0);
  });

  it('tells a second window that the check is open elsewhere, and lets it in when that one closes', async () => {
    const order = await service.openRegistration();
    const first = await visit(clip, order);
    await first.waitForSelector('.plan');
    const second = await visit(clip, order);
    await second.waitForSelector('[data-trouble=already-open]');
    await first.context().close();
    await eventually(async () => {
      await choose(second, 'main');
      await second.waitForSelector('.plan', { timeout: 1_500 });
    });
  });

  it('says that a link is not valid, and that one is not whole', async () => {
    const captureLink = `${service.serviceUrl}/c/#reg_${'a'.repeat(32)}.${'b'.repeat(43)}`;
    const page = await visit(noCamera, { orderId: '', captureLink });
    await page.waitForSelector('[data-trouble=link-invalid]');
    const cutOff = await visit(noCamera, { orderId: '', captureLink: `${service.serviceUrl}/c/` });
    await cutOff.waitForSelector('[data-trouble=link-missing]');
  });

  it('shows the answer again to whoever opens the link once more', async () => {
    const order = await service.openRegistration();
    const page = await visit(noCamera, order);
    await choose(page, 'equal');
    await page.waitForSelector('[data-answer=face-route-left]');
    await eventually(async () => {
      assert.equal((await service.look(order.orderId)).state, 'refused');
    });
    const again = await visit(noCamera, order);
    await again.waitForSelector('[data-answer=face-route-left]');
  });
});

/** Lets a sample applicant stand in for the camera, up to the answer to the first attempt. */
async function withSample(page: Page, id: string): Promise<void> {
  await page.click('.samples button, .button-quiet:has-text("시연용")');
  await page.click(`[data-sample=${id}]`);
  await page.waitForSelector('.card-picture');
  await goToCamera(page);
  await start(page);
  await page.waitForSelector(DONE);
}

/** Tries again where an attempt was not confirmed, as often as anybody may. */
async function untilAccepted(page: Page): Promise<void> {
  for (let tries = 1; tries < TRIES && (await toldBy(page)) !== 'accepted'; tries += 1) {
    await captureAgain(page);
  }
  assert.equal(await toldBy(page), 'accepted');
}

/** Goes on from the first attempt that was not confirmed to the last. */
async function untilExhausted(page: Page): Promise<void> {
  for (const left of [2, 1]) {
    assert.equal(await toldBy(page), 'not-confirmed');
    assert.match((await page.textContent('.attempts')) ?? '', new RegExp(String(left)));
    await captureAgain(page);
  }
  assert.equal(await toldBy(page), 'attempts-exhausted');
}

/** What the order page itself has checked of a result: all of it holds. */
/** @param notAsked - what the trust policy of the carrier asks nothing of, here */
async function allChecksHold(carrier: Page, ...notAsked: readonly string[]): Promise<void> {
  const checks: readonly (readonly [string, string])[] = await carrier.evaluate(
    "[...document.querySelectorAll('[data-check]')].map(({ dataset }) => [dataset.check, dataset.finding])",
  );
  assert.deepEqual(
    checks.filter(([, finding]) => finding !== 'holds'),
    notAsked.map((check) => [check, 'not-asked']),
  );
  assert.equal(checks.length, 13);
}

/** The code of the receipt, once all of it is there. */
async function codeOf(page: Page): Promise<string | null> {
  await page.waitForSelector('[data-receipt=there]');
  return page.getAttribute('[data-receipt-code]', 'data-receipt-code');
}

/** How many entries of the file that is saved that page has found to agree. */
async function entriesCheckedOfFile(page: Page): Promise<number> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('.receipt-acts button'),
  ]);
  const file = await download.path();
  const checking = await page.context().newPage();
  await checking.goto(new URL('/c/receipt.html', page.url()).href);
  await checking.setInputFiles('input[type=file]', file);
  await checking.waitForSelector('[data-check=holds]');
  const entries = await checking.locator('[data-check] li').count();
  await checking.close();
  return entries;
}

/** How many entries of the ledger the page behind the receipt's link has found to agree. */
async function entriesCheckedOf(page: Page): Promise<number> {
  const [opened] = await Promise.all([page.waitForEvent('popup'), page.click('.receipt-acts a')]);
  await opened.waitForSelector('[data-check=holds]');
  assert.equal(await opened.locator('[data-part=unended]').count(), 0);
  const entries = await opened.locator('[data-check] li').count();
  await opened.close();
  return entries;
}

const words = sayIn('ko');

/** Goes on by Tab until the button with these words has the focus, and presses Enter. */
async function pressWith(page: Page, words: string): Promise<void> {
  for (let tabs = 0; tabs < 30; tabs += 1) {
    const focused = await page.evaluate('document.activeElement?.textContent?.trim()');
    if (focused === words) {
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('Tab');
  }
  assert.fail(`no button “${words}” within reach of the keyboard`);
}

async function eventually(check: () => Promise<void>): Promise<void> {
  const until = performance.now() + 10_000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
