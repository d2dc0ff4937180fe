import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

const OPEN_ENGINE = `
  const { openEngine } = await import('@bonin/engine');
  await openEngine({ manifestFile: process.argv[1], modelFolder: process.argv[2] });
`;

describe('an engine that is opened', () => {
  it('leaves no file behind in the home or temporary folder of whoever opened it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bonin-home-'));
    try {
      const parameters = [join(ROOT, 'models', 'manifest.json'), join(ROOT, 'models', 'files')];
      // Without `CI`, which would silence the library too.
      const env = { HOME: folder, XDG_CACHE_HOME: folder, TMPDIR: folder };
      const words = ['--input-type=module', '--eval', OPEN_ENGINE, ...parameters];
      const run = spawnSync(process.execPath, words, { cwd: ROOT, env, encoding: 'utf8' });
      assert.equal(run.status, 0, run.stderr);
      assert.deepEqual(readdirSync(folder), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
