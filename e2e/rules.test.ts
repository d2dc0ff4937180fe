/** The choice of route under a rule that two operators have signed, from the order page to the carrier's view of it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { cameraCalls, openBrowser, openWindow } from './browser.ts';
import { ROOT, startService, type RunningService } from './running-service.ts';

const PATIENCE_MS = 30_000;
const RULE = join(ROOT, 'policies/korea/4-choice-2026-07-06.json');

describe('an applicant under a rule', () => {
  const atEnd = new AsyncDisposableStack();
  let service: RunningService;
  let browser: Browser;

  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bonin-e2e-rules-'));
    atEnd.defer(() => {
      rmSync(folder, { recursive: true });
    });
    service = await startService(await publishedBy(folder));
    atEnd.defer(() => service.stop());
    browser = atEnd.use(await openBrowser());
  });
  after(() => atEnd.disposeAsync());

  async function order(kind: string): Promise<{ carrier: Page; page: Page }> {
    const carrier = await openWindow(browser, { size: { width: 1280, height: 800 } });
    carrier.setDefaultTimeout(PATIENCE_MS);
    await carrier.goto(service.carrierUrl);
    await carrier.check(`input[value=${kind}]`);
    await carrier.click('button[type=submit]');
    const link = kind === 'device-change' ? null : '[data-part=capture-link]';
    const page = await openWindow(browser);
    page.setDefaultTimeout(PATIENCE_MS);
    if (link !== null) {
      const captureLink = await carrier.getAttribute(link, 'href');
      assert.ok(captureLink !== null);
      await page.goto(captureLink);
    }
    return { carrier, page };
  }

  it('finds the routes as equals: one size, one press each, before any camera', async () => {
    const { carrier, page } = await order('new-line');
    await page.waitForSelector('[data-route]');
    const boxes: readonly { route: string; width: number; height: number }[] = await page.evaluate(
      `[...document.querySelectorAll('[data-route]')].map((button) => {
        const { width, height } = button.getBoundingClientRect();
        return { route: button.dataset.route, width: Math.round(width), height: Math.round(height) };
      })`,
    );
    assert.deepEqual(
      boxes.map(({ route }) => route),
      ['face', 'mobile-id', 'resident-abstract'],
    );
    assert.equal(new Set(boxes.map(({ width, height }) => `${width}x${height}`)).size, 1);

    await page.click('[data-route=mobile-id]');
    await page.waitForSelector('[data-answer=face-route-left]');
    assert.equal(await cameraCalls(page), 0);
    await carrier.waitForSelector('[data-rule=open]');
    const told = (await carrier.textContent('[data-rule=open]')) ?? '';
    assert.match(told, /mobile-id/);
    assert.match(told, /resident-abstract/);
  });

  it('who chooses the face comes to the consent with one press, as to the others', async () => {
    const { page } = await order('number-portability');
    await page.click('[data-route=face]');
    await page.waitForSelector('.matters');
    assert.equal(await cameraCalls(page), 0);
  });

  it('is asked nothing where the rule asks nothing, and the carrier is told that it may go on', async () => {
    const { carrier } = await order('device-change');
    await carrier.waitForSelector('[data-rule=not-required]');
    assert.equal(await carrier.locator('[data-answer=none]').count(), 1);
  });
});

/** Two operators sign the rule with the command line, as in docs/operations/rules.md. */
async function publishedBy(folder: string): Promise<Readonly<Record<string, string>>> {
  const at = (name: string) => join(folder, name);
  const bonin = async (...words: readonly string[]): Promise<string> => {
    const program = join(ROOT, 'apps/cli/bin/bonin.mjs');
    const run = await promisify(execFile)(process.execPath, [program, 'policy', ...words]);
    return run.stdout;
  };
  const keys = [
    await bonin('keys', 'kim', '--out', at('kim')),
    await bonin('keys', 'lee', '--out', at('lee')),
  ];
  writeFileSync(at('operators'), keys.join(''));
  mkdirSync(at('rules'));
  await bonin('sign', RULE, '--key', at('kim'), '--out', at('once'));
  await bonin('sign', at('once'), '--key', at('lee'), '--out', at('rules/choice.note'));
  return {
    BONIN_POLICY_OPERATORS_FILE: at('operators'),
    BONIN_ROUTE_POLICY_FOLDER: at('rules'),
  };
}
