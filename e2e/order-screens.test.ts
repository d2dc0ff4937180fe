/**
 * Looks at the order page of the demonstration carrier, in both languages, on a small phone and on a desk.
 *
 * With `BONIN_SCREENSHOTS` set to a folder, a picture of each state is put there.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openWindow } from './browser.ts';
import { NARROWEST, SIZES, lookAt, shoot } from './look-at.ts';
import { startService, type RunningService } from './running-service.ts';

describe('the screens of the order page', () => {
  const atEnd = new AsyncDisposableStack();
  let service: RunningService;
  let browser: Browser;

  before(async () => {
    service = await startService();
    atEnd.defer(() => service.stop());
    browser = atEnd.use(await openBrowser());
  });

  after(() => atEnd.disposeAsync());

  for (const language of ['ko', 'en'] as const) {
    it(`fit from the order to the result in ${language}, and have targets of 48 px`, async () => {
      const page = await openWindow(browser, { language, size: SIZES.phone });
      page.setDefaultTimeout(30_000);
      await page.goto(service.carrierUrl);
      await page.waitForSelector('.order-form');
      await lookAtSizes(page, `order-form-${language}`);

      await page.click('button[type=submit]');
      const link = await page.getAttribute('[data-part=capture-link]', 'href');
      assert.ok(link !== null);
      await lookAtSizes(page, `order-placed-${language}`);

      const applicant = await openWindow(browser, { language });
      await applicant.goto(link);
      await applicant.click('.actions .button-equal:enabled');
      await page.waitForSelector('.result[data-answer=N] [data-check=signature]');
      await page.waitForSelector('.never li');
      await lookAtSizes(page, `order-result-${language}`);
      await Promise.all([applicant.context().close(), page.context().close()]);
    });
  }
});

async function lookAtSizes(page: Page, name: string): Promise<void> {
  for (const [at, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    await shoot(page, `${name}-${at}`);
    await lookAt(page);
  }
  await page.setViewportSize(NARROWEST);
  await lookAt(page);
}
