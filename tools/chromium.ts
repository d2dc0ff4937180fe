import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findChromium } from '@bonin/e2e/chromium';

/**
 * Finds a Chromium for the browser tests, and fetches one where there is none: the distribution's where
 * we may install packages, else Playwright's own. Where one is looked for is in `e2e/chromium.ts` alone.
 *
 * @throws {Error} when neither can be had; the browser tests are part of the tests and are not skipped
 */
export function ensureChromium(): string {
  const found = findChromium() ?? installFromDebian() ?? installWithPlaywright();
  if (found !== undefined) return found;
  throw new Error('the browser tests need Chromium: install it, or name it in CHROMIUM_PATH');
}

function installFromDebian(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.log('installing the distribution’s chromium for the browser tests');
  spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '-q', 'chromium'], { stdio: 'ignore' });
  return findChromium();
}

function installWithPlaywright(): string | undefined {
  console.log('fetching a Chromium for the browser tests');
  const require = createRequire(join(import.meta.dirname, '..', 'e2e', 'package.json'));
  const cli = join(dirname(require.resolve('playwright-core/package.json')), 'cli.js');
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit' });
  return findChromium();
}
