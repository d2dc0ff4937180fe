/**
 * Looks at every screen of the applicant page, in both languages, on a small phone and on a desk.
 *
 * With `BONIN_SCREENSHOTS` set to a folder, a picture of each is put there.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CONSENT_TEXTS } from '@bonin/protocol/consent-text';
import type { Browser, Page } from 'playwright-core';
import { sayIn, type WordingKey } from '../apps/applicant/src/wording/say.ts';
import { openBrowser, openWindow } from './browser.ts';
import { makeFaces } from './faces.ts';
import { FOLDER, NARROWEST, SIZES, findBarriers, lookAt, shoot } from './look-at.ts';
import { PAGE_ADDRESS, servePageFiles } from './page-files.ts';
import { playServer } from './scene-server.ts';
import { SCENES, TOKEN, VIEW, type Scene } from './scenes.ts';

const LANGUAGES = ['ko', 'en'] as const;
/** Most of a scene is waiting for its camera, so several are walked at once. */
const AT_ONCE = 4;

describe('the screens of the applicant page', { concurrency: AT_ONCE }, () => {
  const atEnd = new AsyncDisposableStack();
  let browser: Browser;

  before(async () => {
    const faces = await makeFaces();
    atEnd.defer(() => faces.remove());
    browser = atEnd.use(await openBrowser({ clip: faces.sameManClip }));
  });

  after(() => atEnd.disposeAsync());

  for (const scene of SCENES) {
    for (const language of LANGUAGES) {
      it(`${scene.name} (${language}): is that screen, fits, has targets of 48 px, no barrier, and the focus on its heading`, async () => {
        const page = await play(browser, scene, language);
        assert.equal(await page.textContent('h1'), titleOf(scene, language));
        await shoot(page, `${scene.name}-${language}-phone`);
        await lookAt(page);
        assert.deepEqual(await findSmallText(page), []);
        assert.match(await page.evaluate('document.activeElement?.tagName'), /^H[12]$/);
        assert.deepEqual(await findBarriers(page), []);
        if (FOLDER !== undefined) await page.setViewportSize(SIZES.desk);
        await shoot(page, `${scene.name}-${language}-desk`);
        if (scene.isFilmed === true) await assertFitsWithoutScrolling(page, scene, language);
        await page.setViewportSize(NARROWEST);
        await lookAt(page);
        await page.context().close();
      });
    }
  }
});

const SMALL_PHONE = { width: 360, height: 640 };

async function assertFitsWithoutScrolling(page: Page, { name }: Scene, language: string) {
  await page.setViewportSize(SMALL_PHONE);
  await shoot(page, `${name}-${language}-small`);
  const over: number = await page.evaluate(
    'document.documentElement.scrollHeight - document.documentElement.clientHeight',
  );
  assert.ok(over <= 0, `${over} px have to be scrolled to`);
}

/** Words that are smaller than 16 px. */
async function findSmallText(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const found = [];
    const walker = document.createTreeWalker(document.getElementById('page'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (textContent.trim() === '' || parentElement.closest('.unseen')) continue;
      if (parseFloat(getComputedStyle(parentElement).fontSize) < 16) found.push(textContent);
    }
    return found;
  })()`);
}

function titleOf({ title }: Scene, language: 'ko' | 'en'): string {
  return title === 'consent-text'
    ? CONSENT_TEXTS[language].title
    : sayIn(language)(title as WordingKey);
}

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
    withoutKeys: scene.withoutKeys,
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
