import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ROOT, build, type BuildPart } from './parts.ts';

const FOLDER = 'build-test';
const built: string[] = [];

function part(sources: readonly string[]): BuildPart {
  return {
    name: 'a part',
    folder: FOLDER,
    sources,
    make: (folder) => {
      built.push(folder);
      process.env['NODE_ENV'] = 'production';
      writeFileSync(join(folder, 'made'), '');
      return Promise.resolve();
    },
  };
}

const silent = () => undefined;

describe('build', () => {
  after(() => {
    rmSync(join(ROOT, 'dist', FOLDER), { recursive: true, force: true });
  });

  it('makes a part once, and again when its sources are others', async () => {
    assert.equal(await build([part(['tools/build/parts.ts'])], silent), 1);
    assert.ok(existsSync(join(ROOT, 'dist', FOLDER, 'made')));
    assert.equal(await build([part(['tools/build/parts.ts'])], silent), 0);
    assert.equal(await build([part(['tools/build/*.ts'])], silent), 1);
    assert.equal(built.length, 2);
  });

  it('leaves the environment as it was, whatever a builder sets', async () => {
    const before = process.env['NODE_ENV'];
    assert.equal(await build([part(['tools/build/main.ts'])], silent), 1);
    assert.equal(process.env['NODE_ENV'], before);
  });

  it('takes a build that was cut off for none', async () => {
    const failing = { ...part(['LICENSE']), make: () => Promise.reject(new Error('cut off')) };
    await assert.rejects(build([failing], silent));
    assert.equal(await build([part(['LICENSE'])], silent), 1);
  });
});
