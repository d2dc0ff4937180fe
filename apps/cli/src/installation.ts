import { BOOTH_ROLES } from '@bonin/booth';
import { buildBoothPrograms } from '@bonin/booth/build';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** Where this installation keeps what a booth needs. */
export const INSTALLATION = {
  boothPrograms: join(ROOT, 'dist', 'booth'),
  manifest: join(ROOT, 'models', 'manifest.json'),
  models: join(ROOT, 'models', 'files'),
  policy: join(ROOT, 'policies', 'default.json'),
} as const;

/** Builds the booth programs where nobody has built them yet. */
export async function ensureBoothPrograms(): Promise<void> {
  const folder = INSTALLATION.boothPrograms;
  if (BOOTH_ROLES.every((role) => existsSync(join(folder, `${role}.mjs`)))) return;
  await mkdir(folder, { recursive: true });
  await buildBoothPrograms(folder);
}
