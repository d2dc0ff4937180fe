import { cameraOf, QUIET } from '@bonin/e2e/chromium';
import { captureOnce, goToCard, toldBy } from '@bonin/e2e/walk';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import sharp from 'sharp';
import { LEAKY_PAGE } from '../controls/leaky-page.ts';
import { ProofError } from '../proof-error.ts';
import type { AttemptPictures } from '../service/act-attempt.ts';
import { changedFiles } from '../sinks/changed-files.ts';
import {
  BROWSER_PLACES,
  COUNT_TRACKS,
  READ_KEPT,
  WATCH_CAMERAS,
  type BrowserPlace,
  type KeptByPage,
} from './kept-by-page.ts';

/** Where what a browser keeps is looked for: what a page can come by again, and all files of its profile. */
export const BROWSER_SINKS = [...BROWSER_PLACES, 'browser-profile'] as const;
export type BrowserSink = (typeof BROWSER_SINKS)[number];

/** What a visit of an applicant has left in a browser. */
export interface VisitFindings {
  readonly kept: ReadonlyMap<
    BrowserSink,
    readonly { readonly of: string; readonly bytes: Buffer }[]
  >;
  readonly tracks: { readonly opened: number; readonly running: number };
}

export interface VisitTerms {
  /** The browser's program. */
  readonly chromium: string;
  readonly captureLink: string;
  readonly pictures: AttemptPictures;
  /** Emptied before and after. What the camera shows and the card lie in it meanwhile, beside the browser's profile. */
  readonly folder: string;
  /** With a page that keeps everything on purpose. */
  readonly isLeaky: boolean;
}

/** Chromium plays a clip over and over. */
const CLIP_FRAMES = 29;
const PATIENCE_MS = 90_000;
const PHONE = { width: 360, height: 740 };
const EVER = 0;

/**
 * An applicant's way through the real page in a real browser, until it is confirmed; then whatever the browser kept of it.
 *
 * @throws {ProofError} `BROWSER_UNUSABLE` when the service did not confirm who was shown
 */
export async function visit(terms: VisitTerms): Promise<VisitFindings> {
  const { folder, pictures, captureLink, isLeaky } = terms;
  const inputs = path.join(folder, 'shown');
  const profile = path.join(folder, 'profile');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(inputs, { recursive: true });
  try {
    const cardFile = path.join(inputs, 'card.jpg');
    const clip = path.join(inputs, 'camera.mjpeg');
    writeFileSync(cardFile, pictures.card);
    writeFileSync(clip, await clipOf(Array.from({ length: CLIP_FRAMES }, pictures.nextFrame)));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: terms.chromium,
      headless: true,
      // Closed here, however the proof ends.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: [...QUIET, ...cameraOf(clip)],
      locale: 'en-GB',
      viewport: PHONE,
      permissions: ['camera'],
    });
    const { kept, tracks } = await walk(context, { captureLink, cardFile, isLeaky });
    const left = [...changedFiles(EVER, { from: profile, leftOut: [] })].map(({ file, bytes }) => ({
      of: path.relative(profile, file),
      bytes,
    }));
    return { kept: new Map([...kept, ['browser-profile', left]]), tracks };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Chromium plays none but JPEGs with halved colours. */
async function clipOf(frames: readonly Uint8Array[]): Promise<Buffer> {
  return Buffer.concat(await Promise.all(frames.map((frame) => sharp(frame).jpeg().toBuffer())));
}

interface Walk {
  readonly captureLink: string;
  readonly cardFile: string;
  readonly isLeaky: boolean;
}

/** The browser is closed after it: what it writes last is in its profile then. */
async function walk(
  context: BrowserContext,
  { captureLink, cardFile, isLeaky }: Walk,
): Promise<VisitFindings> {
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(PATIENCE_MS);
    if (isLeaky) await page.addInitScript(LEAKY_PAGE);
    await page.addInitScript(WATCH_CAMERAS);
    await goToCard(page, captureLink);
    await captureOnce(page, cardFile);
    const told = await toldBy(page);
    if (told !== 'accepted') throw new ProofError('BROWSER_UNUSABLE', { told });
    if (isLeaky) await page.evaluate('globalThis.hasKept()');
    const read: KeptByPage = await page.evaluate(READ_KEPT);
    const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`);
    const kept = BROWSER_PLACES.map((place): [BrowserPlace, { of: string; bytes: Buffer }[]] => {
      const more = place === 'browser-cookies' ? cookies.map((one) => Buffer.from(one)) : [];
      const bytes = [...read[place].map((one) => Buffer.from(one, 'base64')), ...more];
      return [place, bytes.map((one) => ({ of: place, bytes: one }))];
    });
    return { kept: new Map(kept), tracks: await page.evaluate(COUNT_TRACKS) };
  } finally {
    await context.close();
  }
}
