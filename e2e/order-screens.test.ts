/**
 * Looks at the order page of the demonstration carrier, in both languages, on a small phone and on a desk.
 *
 * With `BONIN_SCREENSHOTS` set to a folder, a picture of each state is put there.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openWindow } from './browser.ts';
import { NARROWEST, SIZES, findBarriers, lookAt, shoot } from './look-at.ts';
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
      assert.deepEqual(await page.locator('[data-part=header] th code').allTextContents(), [
        'alg',
        'kid',
        'typ',
      ]);
      const claims = (await page.textContent('[data-part=claim]')) ?? '';
      assert.match(
        claims,
        /decides comparison, scale \S+, minimum [\d.]+; decides attack-detection/,
      );
      await lookAtSizes(page, `order-result-${language}`);
      if (language === 'ko') {
        const said = await page.locator('.kept ul > li').allTextContents();
        assert.deepEqual(
          said.filter((sentence) => !/[가-힣]/.test(sentence)),
          [],
        );
      }
      await Promise.all([applicant.context().close(), page.context().close()]);
    });
  }

  it('show the answer that was signed, whatever the interface says beside it', async () => {
    const page = await followed();
    await alterOrders(page, (result) => ({ ...result, answer: 'Y' }));
    await leaveFaceRoute(page);
    // An answer is shown once its receipt is there, which on a busy machine comes after the signature was checked.
    await page.waitForSelector('.answer strong');
    assert.equal(await page.getAttribute('.result', 'data-answer'), 'N');
    assert.equal(await page.textContent('.answer strong'), 'N');
  });

  it('show no answer at all when the signed text was altered', async () => {
    const page = await followed();
    await alterOrders(page, ({ token, ...result }) => {
      const [header, claims, signature] = token.split('.');
      const said = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as object;
      const altered = Buffer.from(JSON.stringify({ ...said, result: 'Y' })).toString('base64url');
      return { ...result, answer: 'Y', token: [header, altered, signature].join('.') };
    });
    await leaveFaceRoute(page);
    await page.waitForSelector('[data-reading=not-trusted]');
    assert.equal(await page.getAttribute('[data-check=signature]', 'data-finding'), 'fails');
    assert.equal(await page.getAttribute('.result', 'data-answer'), 'none');
    assert.equal(await page.locator('.answer').count(), 0);
    await lookAtSizes(page, 'order-result-not-trusted-ko');
  });

  it('show no answer of a build that the carrier does not trust, and say which check fails', async () => {
    const page = await openWindow(browser, { size: SIZES.phone });
    page.setDefaultTimeout(30_000);
    await page.route('**/api/carrier', async (route) => {
      const response = await route.fetch();
      const carrier = (await response.json()) as { readonly trustPolicy: string };
      const trust = { ...(JSON.parse(carrier.trustPolicy) as object), builds: ['f0'.repeat(32)] };
      await route.fulfill({ response, json: { ...carrier, trustPolicy: JSON.stringify(trust) } });
    });
    await page.goto(service.carrierUrl);
    await page.click('button[type=submit]');
    await page.waitForSelector('[data-part=capture-link]');
    await leaveFaceRoute(page);
    await page.waitForSelector('[data-reading=not-trusted]');
    assert.deepEqual(
      await page.evaluate(
        "[...document.querySelectorAll('[data-finding=fails]')].map(({ dataset }) => dataset.check)",
      ),
      ['build'],
    );
    assert.equal(await page.locator('.answer').count(), 0);
  });

  it('say that the carrier cannot be reached, and go on when it can be again', async () => {
    const page = await openWindow(browser, { size: SIZES.phone });
    page.setDefaultTimeout(30_000);
    await page.goto(service.carrierUrl);
    await page.route('**/api/carrier', (route) => route.abort());
    await page.reload();
    await page.waitForSelector('.fault');
    await lookAtSizes(page, 'order-fault-ko', 0);
    await page.unroute('**/api/carrier');
    await page.click('.fault button');
    await page.waitForSelector('.order-form');
    await page.click('button[type=submit]');
    await page.waitForSelector('[data-part=capture-link]');

    await page.route('**/api/orders/*', (route) =>
      route.fulfill({ status: 404, json: { code: 'ORDER_UNKNOWN' } }),
    );
    await page.waitForSelector('.fault');
    await page.click('.fault button');
    await page.waitForSelector('.order-form');
  });

  /** An order that was placed, in a window of the order page. */
  async function followed(): Promise<Page> {
    const page = await openWindow(browser, { size: SIZES.phone });
    page.setDefaultTimeout(30_000);
    await page.goto(service.carrierUrl);
    await page.click('button[type=submit]');
    await page.waitForSelector('[data-part=capture-link]');
    return page;
  }

  async function leaveFaceRoute(page: Page): Promise<void> {
    const link = await page.getAttribute('[data-part=capture-link]', 'href');
    const applicant = await openWindow(browser);
    await applicant.goto(link ?? '');
    await applicant.click('.actions .button-equal:enabled');
  }
});

interface SaidResult {
  readonly token: string;
  readonly answer: string;
}

/** What the page is told of a result, changed on its way. */
async function alterOrders(page: Page, change: (result: SaidResult) => SaidResult): Promise<void> {
  await page.route(/\/api\/orders\/[^/]+$/, async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { registration: { result?: SaidResult } };
    const { result } = body.registration;
    if (result !== undefined) body.registration.result = change(result);
    await route.fulfill({ response, json: body });
  });
}

async function lookAtSizes(page: Page, name: string, headings = 1): Promise<void> {
  for (const [at, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    await shoot(page, `${name}-${at}`);
    await lookAt(page, headings);
    assert.deepEqual(await findBarriers(page), []);
  }
  await page.setViewportSize(NARROWEST);
  await lookAt(page, headings);
}
