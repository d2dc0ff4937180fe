import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { buildDigest } from './build-digest.ts';
import { modelDigest } from './model-digest.ts';

describe('digests of what runs', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'bonin-digests-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (path: string, text: string): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  it('name the build by the sorted list of its files, tests left out', () => {
    write('packages/core/src/b.ts', 'b');
    write('apps/server/src/a/a.ts', 'a');
    write('package-lock.json', '{}');
    const digest = buildDigest(folder);
    const lines = [
      `apps/server/src/a/a.ts ${sha256('a')}\n`,
      `package-lock.json ${sha256('{}')}\n`,
      `packages/core/src/b.ts ${sha256('b')}\n`,
    ];
    assert.equal(digest, sha256(lines.join('')));
    write('packages/core/src/b.test.ts', 'test');
    assert.equal(buildDigest(folder), digest);
    write('packages/core/src/b.ts', 'B');
    assert.notEqual(buildDigest(folder), digest);
  });

  it('name the networks that decide, whatever their order, and no others', () => {
    const network = (id: string, use: string) => ({ id, use, file: { sha256: sha256(id) } });
    write(
      'models/manifest.json',
      JSON.stringify({
        networks: [network('b', 'shipped'), network('x', 'measured'), network('a', 'shipped')],
      }),
    );
    assert.equal(
      modelDigest(join(folder, 'models/manifest.json')),
      sha256(`a ${sha256('a')}\nb ${sha256('b')}\n`),
    );
  });
});
