import { readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from './running-service.ts';

/** Where the page seems to be when it is shown without a service. A secure context, as on a phone. */
export const PAGE_ADDRESS = 'http://localhost:59/c/';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.jpg': 'image/jpeg',
};

/** Serves the built applicant page and the samples to one window, from the files of the build. */
export async function servePageFiles(page: Page): Promise<void> {
  await page.route('http://localhost:59/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = fileOf(pathname);
    try {
      const body = readFileSync(file);
      await route.fulfill({ body, contentType: TYPES[extname(file)] ?? 'text/plain' });
    } catch {
      await route.fulfill({ status: 404, body: '' });
    }
  });
}

function fileOf(pathname: string): string {
  const [folder, inside] = pathname.startsWith('/demonstration/samples/')
    ? ['samples', pathname.slice('/demonstration/samples/'.length)]
    : ['applicant', pathname.replace(/^\/c\//, '') || 'index.html'];
  return join(ROOT, 'dist', folder, normalize(inside));
}
