/** How an applicant walks through the capture page, step by step. */
import type { Page } from 'playwright-core';

/** An answer, the outcome of an attempt, or trouble: where a capture has led. */
export const DONE = '[data-answer], [data-outcome], [data-trouble]';

export async function choose(page: Page, weight: 'main' | 'equal'): Promise<void> {
  await page.click(`.actions .button-${weight}:enabled`);
}

/** From the consent text to the card. */
export async function agree(page: Page): Promise<void> {
  await page.waitForSelector('.matters');
  await page.click('.choice .button >> nth=0');
  await page.waitForSelector('.tips');
}

/** From the first screen to the card. */
export async function goToCard(page: Page, captureLink: string): Promise<void> {
  await page.goto(captureLink);
  await choose(page, 'main');
  await agree(page);
}

/** Hands in the picture of a card as a file. */
export async function handIn(page: Page, cardFile: string): Promise<void> {
  await page.setInputFiles('[data-part=card-file]', cardFile);
  await page.waitForSelector('.card-picture');
}

/** From a card that was handed in to the camera: the kind of challenge that is offered first, where there is one. */
export async function goToCamera(page: Page): Promise<void> {
  await choose(page, 'main');
  await page.waitForSelector('.kinds, .stage-face');
  if ((await page.$('.kinds')) !== null) await choose(page, 'main');
}

/** Waits for the camera, and presses start. */
export async function start(page: Page): Promise<void> {
  await page.waitForSelector('.stage-face');
  await choose(page, 'main');
}

/** From the card to where the capture has led. */
export async function captureOnce(page: Page, cardFile: string): Promise<void> {
  await handIn(page, cardFile);
  await goToCamera(page);
  await start(page);
  await page.waitForSelector(DONE);
}

/** From an attempt that was not confirmed to where the next one has led. */
export async function captureAgain(page: Page): Promise<void> {
  await choose(page, 'main');
  await start(page);
  await page.waitForSelector(DONE);
}

/** What the page says in the end. */
export async function toldBy(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    const { answer, outcome, trouble } = document.querySelector('${DONE}').dataset;
    return answer ?? outcome ?? trouble;
  })()`);
}
