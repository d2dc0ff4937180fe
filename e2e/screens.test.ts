/**
 * Looks at every screen of the applicant page, in both languages, on a small phone and on a desk.
 *
 * With `BONIN_SCREENSHOTS` set to a folder, a picture of each is put there.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SCREEN_COLOURS, type ScreenColour } from '@bonin/core';
import { CONSENT_TEXTS } from '@bonin/protocol/consent-text';
import type { Browser, Page } from 'playwright-core';
import { sayIn, type WordingKey } from '../apps/applicant/src/wording/say.ts';
import { openBrowser, openWindow } from './browser.ts';
import { makeFaces } from './faces.ts';
import { FOLDER, NARROWEST, SIZES, findBarriers, lookAt, shoot } from './look-at.ts';
import { PAGE_ADDRESS, servePageFiles } from './page-files.ts';
import { playServer, type SceneServer } from './scene-server.ts';
import { RECEIPT_SCENES } from './receipt-scenes.ts';
import { CHALLENGED, SCENES, TOKEN, VIEW, release, toChallenge, type Scene } from './scenes.ts';

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

  for (const scene of [...SCENES, ...RECEIPT_SCENES]) {
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

  it('shows the colours that are asked for, in their order and three times a second at most', async () => {
    const colours: readonly ScreenColour[] = ['rose', 'cyan', 'green', 'rose', 'violet', 'blue'];
    const scene: Scene = { name: 'colours', title: '', view: CHALLENGED };
    const { page, server } = await open(browser, scene, 'ko');
    await toChallenge(page, server);
    await page.evaluate(WATCH_COLOURS);
    release(server, 2, { kind: 'colours', colours, eachMs: 340 });
    const seen = 'globalThis.coloursSeen';
    await page.waitForFunction(`${seen}.at(-1)?.colour === '235,235,235' && ${seen}.length > 3`);
    const shown: readonly ColourSeen[] = await page.evaluate(seen);
    const inOrder = [...colours.map((name) => SCREEN_COLOURS[name].join(',')), '235,235,235'];
    // A machine with much else to do may show one too late, and then leaves it out.
    let from = 0;
    for (const { colour } of shown) {
      from = inOrder.indexOf(colour, from) + 1;
      assert.ok(from > 0, `${colour} is out of its turn`);
    }
    const gaps = shown.slice(1).map(({ atMs }, at) => atMs - (shown[at]?.atMs ?? 0));
    assert.ok(Math.min(...gaps) > 300, gaps.map(Math.round).join(', '));
    await page.context().close();
  });
});

interface ColourSeen {
  readonly atMs: number;
  readonly colour: string;
}

/** Writes down what the page shows, and when. */
const WATCH_COLOURS = `
  globalThis.coloursSeen = [];
  new MutationObserver(() => {
    const colour = document.querySelector('[data-colour]')?.dataset.colour;
    if (colour !== undefined && colour !== coloursSeen.at(-1)?.colour) {
      coloursSeen.push({ atMs: performance.now(), colour });
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-colour'] });
`;

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
  const { page, server } = await open(browser, scene, language);
  await scene.walk?.(page, server);
  await page.waitForSelector('h1');
  await page.waitForTimeout(150);
  return page;
}

/** Opens the page as a scene has it, at its first screen. */
async function open(
  browser: Browser,
  scene: Scene,
  language: 'ko' | 'en',
): Promise<{ readonly page: Page; readonly server: SceneServer }> {
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
    receipt: scene.receipt,
  });
  await page.goto(`${PAGE_ADDRESS}#${scene.fragment ?? TOKEN}`);
  const [first] = scene.name.split('-');
  if (first !== 'opening') {
    await page.waitForFunction(
      "!document.querySelector('.motif-apart') || document.querySelector('.actions')",
    );
  }
  return { page, server };
}
