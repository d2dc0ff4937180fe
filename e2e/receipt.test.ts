/**
 * The page on which anybody checks a receipt, with the real service and its real ledger behind it; what somebody might have changed
 * is changed on the way to the browser.
 *
 * With `BONIN_SCREENSHOTS` set to a folder, a picture of each state is put there.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openCaptureDevice } from '@bonin/testkit/applicant';
import type { Browser, Page, Route } from 'playwright-core';
import { openBrowser, openWindow } from './browser.ts';
import { findBarriers, lookAt, NARROWEST, shoot, SIZES } from './look-at.ts';
import { startService, type RunningService } from './running-service.ts';

interface Issued {
  readonly code?: string;
  readonly logKey: string;
  readonly receipts: readonly { readonly kind: string; readonly receipt: string }[];
}

const LANGUAGES = ['ko', 'en'] as const;

describe('the page that checks a receipt', () => {
  const atEnd = new AsyncDisposableStack();
  let service: RunningService;
  let browser: Browser;
  let issued: Issued;

  before(async () => {
    service = await startService();
    atEnd.defer(() => service.stop());
    browser = atEnd.use(await openBrowser());
    issued = await attemptThatWasLeft();
  });

  after(() => atEnd.disposeAsync());

  /** An attempt that its applicant left at once, and its receipt when all of it stands in the ledger. */
  async function attemptThatWasLeft(): Promise<Issued> {
    const { captureLink } = await service.openRegistration();
    {
      using device = await openCaptureDevice(service.serviceUrl, captureLink);
      await device.requestAttempt();
    }
    return receiptOf(captureLink, 2);
  }

  /** What the ledger tells of a registration, once it is so much. */
  async function receiptOf(captureLink: string, entries: number): Promise<Issued> {
    const captureToken = new URL(captureLink).hash.slice(1);
    for (let tries = 0; tries < 100; tries += 1) {
      const response = await fetch(`${service.serviceUrl}/v1/receipt`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ captureToken }),
      });
      const receipt = (await response.json()) as Issued;
      if (receipt.receipts.length === entries) return receipt;
      await wait(100);
    }
    return assert.fail('the ledger did not tell of the attempt');
  }

  async function open(
    wishes: {
      readonly language?: 'ko' | 'en';
      readonly code?: string;
      readonly change?: (page: Page) => Promise<void>;
    } = {},
  ): Promise<Page> {
    const { language = 'ko', code = issued.code ?? '', change } = wishes;
    const page = await openWindow(browser, { language });
    await change?.(page);
    await page.goto(`${service.serviceUrl}/c/receipt.html#${code}`);
    return page;
  }

  async function outcomeOf(page: Page): Promise<string | null> {
    const outcome = page.locator('[data-check]');
    await outcome.waitFor();
    return outcome.getAttribute('data-check');
  }

  /** On a phone, on a desk and on the narrowest phone. */
  async function lookAtAll(page: Page, name: string): Promise<void> {
    await lookAt(page);
    assert.deepEqual(await findBarriers(page), []);
    await shoot(page, `${name}-phone`);
    await page.setViewportSize(SIZES.desk);
    await shoot(page, `${name}-desk`);
    await page.setViewportSize(NARROWEST);
    await lookAt(page);
  }

  const choose = (page: Page, content: string) =>
    page.setInputFiles('input[type=file]', {
      name: 'receipt.json',
      mimeType: 'application/json',
      buffer: Buffer.from(content),
    });

  const changing =
    (address: string, change: (text: string) => string) =>
    async (page: Page): Promise<void> => {
      await page.route(address, async (route: Route) => {
        const response = await route.fetch();
        const text = (await response.body()).toString('latin1');
        await route.fulfill({ response, body: Buffer.from(change(text), 'latin1') });
      });
    };

  const cutting =
    (address: string) =>
    async (page: Page): Promise<void> => {
      await page.route(address, (route) => route.abort());
    };

  for (const language of LANGUAGES) {
    it(`says that it agrees, and of what, without a barrier (${language})`, async () => {
      const page = await open({ language });
      assert.equal(await outcomeOf(page), 'holds');
      assert.equal(await page.locator('[data-check] li').count(), 2);
      assert.equal(await page.locator('[data-part=unended]').count(), 0);
      assert.equal(await page.locator('[data-part=meaning]').count(), 1);
      assert.equal(
        await page.locator('.check-key').textContent(),
        issued.logKey,
        'the key can be compared',
      );
      await lookAtAll(page, `receipt-holds-${language}`);
      await page.context().close();
    });
  }

  it('takes the code out of the address, and another by hand', async () => {
    const page = await open({ code: '' });
    assert.equal(await page.locator('[data-check]').count(), 0);
    await page.fill('#code', (issued.code ?? '').toLowerCase().replaceAll('-', ' '));
    await page.keyboard.press('Enter');
    assert.equal(await outcomeOf(page), 'holds');
    const linked = await open();
    assert.equal(await outcomeOf(linked), 'holds');
    assert.equal(new URL(linked.url()).hash, '');
    await page.context().close();
    await linked.context().close();
  });

  for (const [what, change] of [
    [
      'the receipt was changed',
      changing('**/v1/receipt', (text) => text.replace('extra ', 'extra AAAA')),
    ],
    [
      'an attempt was put in the place of another',
      changing('**/v1/receipt', (text) => text.replace(/index \d+/, 'index 0')),
    ],
    [
      'the ledger shows another entry at that place',
      changing('**/ledger/tile/entries/**', (text) => `${text.slice(0, -4)}zzzz`),
    ],
    ['the ledger is signed with another key', changing('**/ledger/key', () => `${OTHER_KEY}\n`)],
  ] as const) {
    for (const language of LANGUAGES) {
      it(`says that it does not agree when ${what} (${language})`, async () => {
        const page = await open({ change, language });
        assert.equal(await outcomeOf(page), 'disproved', what);
        assert.equal(await page.locator('[data-part=meaning]').count(), 0, 'nothing agrees');
        await lookAtAll(page, `receipt-disproved-${what.replaceAll(' ', '-')}-${language}`);
        await page.context().close();
      });
    }
  }

  for (const language of LANGUAGES) {
    it(`says that it could not check, and not that it is wrong, when the ledger is not there (${language})`, async () => {
      const page = await open({ language, change: cutting('**/ledger/**') });
      assert.equal(await outcomeOf(page), 'ledger-unreachable');
      await lookAtAll(page, `receipt-ledger-unreachable-${language}`);
      await page.context().close();
      const alone = await open({ language, change: cutting('**/v1/receipt') });
      assert.equal(await outcomeOf(alone), 'unreachable');
      await lookAtAll(alone, `receipt-unreachable-${language}`);
      await alone.context().close();
    });

    it(`says of an attempt whose end is not in the ledger that it has none yet (${language})`, async () => {
      const { captureLink } = await service.openRegistration();
      using device = await openCaptureDevice(service.serviceUrl, captureLink);
      await device.requestAttempt();
      const { code = '' } = await receiptOf(captureLink, 1);
      const page = await open({ language, code });
      assert.equal(await outcomeOf(page), 'holds');
      assert.equal(await page.locator('[data-check] li').count(), 1);
      assert.match((await page.textContent('[data-part=unended]')) ?? '', /1/);
      await lookAtAll(page, `receipt-unended-${language}`);
      await page.context().close();
    });

    it(`has nothing to check in a receipt that was saved too early (${language})`, async () => {
      const page = await open({ code: '', language });
      await choose(page, JSON.stringify({ logKey: issued.logKey, receipts: [] }));
      assert.equal(await outcomeOf(page), 'nothing-to-check');
      await lookAtAll(page, `receipt-nothing-to-check-${language}`);
      await page.context().close();
    });
  }

  it('knows no code that was never given, and says what to do', async () => {
    const page = await open({ code: '0-0000-0000-0000-0000' });
    assert.equal(await outcomeOf(page), 'unknown-code');
    await page.context().close();
  });

  it('checks what was saved, and takes nothing else for it', async () => {
    const page = await open({ code: '' });
    await choose(page, 'a face');
    await page.locator('[data-check=not-a-receipt]').waitFor();
    await choose(page, JSON.stringify({ format: 'bonin/applicant-receipt/v1', ...issued }));
    await page.locator('[data-check=holds]').waitFor();
    await page.context().close();
  });
});

/** Of nobody here: same form, other bytes. */
const OTHER_KEY = 'example.org/other+30742aeb+AQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJ';
