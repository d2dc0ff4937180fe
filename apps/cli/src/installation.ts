import { buildBoothPrograms } from '@bonin/booth/build';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** Where this installation keeps what a booth needs. */
export const INSTALLATION = {
  boothProgram: join(ROOT, 'dist', 'booth', 'matcher.mjs'),
  manifest: join(ROOT, 'models', 'manifest.json'),
  models: join(ROOT, 'models', 'files'),
  policy: join(ROOT, 'policies', 'default.json'),
} as const;

/** Builds the booth program where nobody has built it yet. */
export async function ensureBoothProgram(): Promise<void> {
  if (existsSync(INSTALLATION.boothProgram)) return;
  const folder = dirname(INSTALLATION.boothProgram);
  await mkdir(folder, { recursive: true });
  await buildBoothPrograms(folder);
}
