/**
 * Looks at every screen of the applicant page, in both languages, on a small phone and on a desk.
 *
 * With `BONIN_SCREENSHOTS` set to a folder, a picture of each is put there.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openWindow } from './browser.ts';
import { makeFaces } from './faces.ts';
import { FOLDER, NARROWEST, SIZES, lookAt, shoot } from './look-at.ts';
import { PAGE_ADDRESS, servePageFiles } from './page-files.ts';
import { playServer } from './scene-server.ts';
import { SCENES, TOKEN, VIEW, type Scene } from './scenes.ts';

/** Both languages have the same screens; which sentences are longer is looked at with pictures. */
const LANGUAGES = FOLDER === undefined ? (['en'] as const) : (['ko', 'en'] as const);

describe('the screens of the applicant page', () => {
  const atEnd = new AsyncDisposableStack();
  let browser: Browser;

  before(async () => {
    const faces = await makeFaces();
    atEnd.defer(() => faces.remove());
    browser = atEnd.use(await openBrowser({ clip: faces.sameManClip }));
  });

  after(() => atEnd.disposeAsync());

  for (const scene of SCENES) {
    it(`${scene.name}: fits, has targets of 48 px, and puts the focus on its heading`, async () => {
      for (const language of LANGUAGES) {
        const page = await play(browser, scene, language);
        await shoot(page, `${scene.name}-${language}-phone`);
        await lookAt(page);
        assert.match(await page.evaluate('document.activeElement?.tagName'), /^H[12]$/);
        await page.setViewportSize(SIZES.desk);
        await shoot(page, `${scene.name}-${language}-desk`);
        await page.setViewportSize(NARROWEST);
        await lookAt(page);
        await page.context().close();
      }
    });
  }
});

async function play(browser: Browser, scene: Scene, language: 'ko' | 'en'): Promise<Page> {
  const page = await openWindow(browser, {
    language,
    size: SIZES.phone,
    camera: scene.camera ?? 'granted',
    ...(scene.userAgent === undefined ? {} : { userAgent: scene.userAgent }),
  });
  page.setDefaultTimeout(15_000);
  if (scene.prepare !== undefined) await page.addInitScript(scene.prepare);
  await servePageFiles(page);
  const server = await playServer(page, {
    view: { ...VIEW, ...scene.view },
    answer: scene.answer,
    forged: scene.forged,
  });
  await page.goto(`${PAGE_ADDRESS}#${scene.fragment ?? TOKEN}`);
  const [first] = scene.name.split('-');
  if (first !== 'opening') {
    await page.waitForFunction(
      "!document.querySelector('.motif-apart') || document.querySelector('.actions')",
    );
  }
  await scene.walk?.(page, server);
  await page.waitForSelector('h1');
  await page.waitForTimeout(150);
  return page;
}
