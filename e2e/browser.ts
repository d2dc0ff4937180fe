import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { cameraOf, findChromium, QUIET } from './chromium.ts';

export interface BrowserWishes {
  /** An MJPEG clip in the place of a camera. Without one the browser has no camera at all. */
  readonly clip?: string;
}

export async function openBrowser({ clip }: BrowserWishes = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium found; name one in CHROMIUM_PATH');
  const camera = clip === undefined ? [] : cameraOf(clip);
  return chromium.launch({ executablePath, headless: true, args: [...QUIET, ...camera] });
}

export interface VisitWishes {
  readonly language?: 'ko' | 'en';
  readonly size?: { readonly width: number; readonly height: number };
  /** Whether the browser lets the page have the camera. */
  readonly camera?: 'granted' | 'refused';
  readonly userAgent?: string;
  /** Runs in the page before anything else does. */
  readonly script?: string;
}

/** A window of its own, in which every call for a camera is written down before anything else runs. */
export async function openWindow(browser: Browser, wishes: VisitWishes = {}): Promise<Page> {
  const { language = 'ko', size = { width: 360, height: 740 }, camera = 'granted' } = wishes;
  const context: BrowserContext = await browser.newContext({
    locale: language === 'ko' ? 'ko-KR' : 'en-GB',
    viewport: size,
    permissions: camera === 'granted' ? ['camera'] : [],
    ...(wishes.userAgent === undefined ? {} : { userAgent: wishes.userAgent }),
  });
  const page = await context.newPage();
  // First, so that whatever it puts in the place of a camera is watched as a camera is.
  if (wishes.script !== undefined) await page.addInitScript(wishes.script);
  await page.addInitScript(WATCH_CAMERA);
  return page;
}

const WATCH_CAMERA = `
  globalThis.cameraCalls = [];
  globalThis.openedStreams = [];
  const devices = navigator.mediaDevices;
  if (devices) {
    const original = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (wish) => {
      globalThis.cameraCalls.push(JSON.stringify(wish));
      const stream = await original(wish);
      globalThis.openedStreams.push(stream);
      return stream;
    };
  }
`;

export async function cameraCalls(page: Page): Promise<number> {
  return page.evaluate('globalThis.cameraCalls.length');
}

/** Tracks of all cameras that were ever opened and are still running. */
export async function liveTracks(page: Page): Promise<number> {
  return page.evaluate(
    "globalThis.openedStreams.flatMap((stream) => stream.getTracks()).filter((track) => track.readyState === 'live').length",
  );
}

/** What a page has left behind in this browser, by where it lies; nothing where all is empty. */
export async function storedThings(page: Page): Promise<readonly string[]> {
  const found: Readonly<Record<string, number>> = await page.evaluate(`(async () => ({
    localStorage: localStorage.length,
    sessionStorage: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    files: (await Array.fromAsync((await navigator.storage.getDirectory()).keys())).length,
  }))()`);
  // The browser's own list, for it holds those that no page can read as well.
  const cookies = (await page.context().cookies()).length;
  return Object.entries({ ...found, cookies })
    .filter(([, count]) => count > 0)
    .map(([where]) => where);
}
