/** What every page of ours is looked at for, and the pictures of it. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
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
export async function lookAt(page: Page): Promise<void> {
  const found: Look = await page.evaluate(`(() => {
    const pressable = [...document.querySelectorAll('button, a[href]:not(.skip)')];
    const nameOf = (element) => (element.getAttribute('aria-label') ?? element.textContent).trim();
    return {
      overflow: document.documentElement.scrollWidth - innerWidth,
      small: pressable.filter((element) => element.getBoundingClientRect().height < ${TARGET_MIN}).map(nameOf),
      unnamed: pressable.filter((element) => nameOf(element) === '').map((element) => element.outerHTML),
      headings: document.querySelectorAll('h1').length,
    };
  })()`);
  assert.deepEqual(found, { overflow: found.overflow, small: [], unnamed: [], headings: 1 });
  assert.ok(found.overflow <= 0, `the page is ${found.overflow} px wider than its window`);
}
