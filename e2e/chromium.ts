import { existsSync, globSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
] as const;

const DOWNLOADED = 'chromium*-*/chrome-*/{chrome,chrome-headless-shell,headless_shell}';

/**
 * Finds a Chromium: the one named by `CHROMIUM_PATH`, the system's, or one that Playwright has fetched.
 *
 * @returns its path, or `undefined` where there is none
 */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && existsSync(named)) return named;
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return installed;
  const cache = process.env['PLAYWRIGHT_BROWSERS_PATH'] ?? join(homedir(), '.cache/ms-playwright');
  const [downloaded] = globSync(DOWNLOADED, { cwd: cache }).sort().reverse();
  return downloaded === undefined ? undefined : join(cache, downloaded);
}

/** Nothing of the browser itself goes out to a network. */
export const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  '--metrics-recording-only',
];

/** An MJPEG clip in the place of a camera. */
export function cameraOf(clip: string): readonly string[] {
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${clip}`];
}
