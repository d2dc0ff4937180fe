/** What every page of ours is looked at for, and the pictures of it. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Where pictures go; without it none are taken. */
export const FOLDER = process.env['BONIN_SCREENSHOTS'];

export const SIZES = {
  phone: { width: 360, height: 740 },
  desk: { width: 1280, height: 800 },
} as const;
export const NARROWEST = { width: 320, height: 568 };

const TARGET_MIN = 48;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Puts a picture of the whole page into the folder of `BONIN_SCREENSHOTS`, if there is one. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (FOLDER === undefined) return;
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage: true });
}

interface Look {
  readonly overflow: number;
  readonly small: readonly string[];
  readonly unnamed: readonly string[];
  readonly headings: number;
}

/** What a person with a small phone, thick fingers or a screen reader would trip over. */
export async function lookAt(page: Page, headings = 1): Promise<void> {
  const found: Look = await page.evaluate(`(() => {
    const pressable = [...document.querySelectorAll('button, a[href]:not(.skip), summary')];
    const nameOf = (element) => (element.getAttribute('aria-label') ?? element.textContent).trim();
    return {
      overflow: document.documentElement.scrollWidth - innerWidth,
      small: pressable.filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return Math.min(width, height) < ${TARGET_MIN};
      }).map(nameOf),
      unnamed: pressable.filter((element) => nameOf(element) === '').map((element) => element.outerHTML),
      headings: document.querySelectorAll('h1').length,
    };
  })()`);
  assert.deepEqual(found, { overflow: found.overflow, small: [], unnamed: [], headings });
  assert.ok(found.overflow <= 0, `the page is ${found.overflow} px wider than its window`);
}

/** What the rules of axe-core call a serious or critical barrier: contrast, names, roles, landmarks. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return page.evaluate(`(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' ')));
  })()`);
}
