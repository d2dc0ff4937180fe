import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

  it('name the build by the sorted list of its files, tests and stamps left out', () => {
    const service = '{"name":"@bonin/server","dependencies":{"@bonin/core":"0.1.0","zod":"4"}}';
    const core = '{"name":"@bonin/core","dependencies":{"@bonin/far":"0.1.0"}}';
    write('apps/server/package.json', service);
    write('apps/server/src/a/a.ts', 'a');
    write('packages/core/package.json', core);
    write('packages/core/src/b.ts', 'b');
    write('packages/far/package.json', '{"name":"@bonin/far"}');
    write('package-lock.json', '{}');
    write('dist/booth/matcher.mjs', 'm');
    const digest = buildDigest(folder);
    const lines = [
      `apps/server/package.json ${sha256(service)}\n`,
      `apps/server/src/a/a.ts ${sha256('a')}\n`,
      `dist/booth/matcher.mjs ${sha256('m')}\n`,
      `package-lock.json ${sha256('{}')}\n`,
      `packages/core/package.json ${sha256(core)}\n`,
      `packages/core/src/b.ts ${sha256('b')}\n`,
      `packages/far/package.json ${sha256('{"name":"@bonin/far"}')}\n`,
    ];
    assert.equal(digest, sha256(lines.join('')));
    write('packages/core/src/b.test.ts', 'test');
    write('dist/booth/.built-from', 'stamp');
    write('packages/testkit/package.json', '{"name":"@bonin/testkit"}');
    write('packages/testkit/src/t.ts', 'which the service does not need');
    assert.equal(buildDigest(folder), digest);
    write('packages/core/src/b.ts', 'B');
    assert.notEqual(buildDigest(folder), digest);
  });

  it('name no build with a link in it, which could lead elsewhere tomorrow', () => {
    symlinkSync('b.ts', join(folder, 'packages/core/src/c.ts'));
    assert.throws(() => buildDigest(folder), { code: 'BUILD_UNREADABLE' });
    assert.throws(() => buildDigest(join(folder, 'packages')), { code: 'BUILD_UNREADABLE' });
  });

  const input = { layout: 'nchw', width: 2, height: 3, colour: 'bgr', mean: 127.5, deviation: 128 };
  const network = (id: string, role: string, use = 'shipped') => ({
    id,
    role,
    use,
    file: { sha256: sha256(id) },
    input,
  });
  const list = (networks: readonly object[]): string => {
    write('models/manifest.json', JSON.stringify({ networks }));
    return join(folder, 'models/manifest.json');
  };
  const line = (id: string): string => `${id} ${sha256(id)} nchw 2x3 bgr 127.5 128\n`;

  it('name the networks that decide under the policy, whatever their order, and no others', () => {
    const manifest = list([
      network('own', 'feature-extraction', 'measured'),
      network('landmarks', 'face-landmarks'),
      network('shipped', 'feature-extraction'),
      network('detector', 'face-detection'),
      network('tried-detector', 'face-detection', 'measured'),
      network('attacks', 'attack-detection'),
    ]);
    assert.equal(
      modelDigest(manifest, ['own', 'attacks']),
      sha256(['attacks', 'detector', 'landmarks', 'own'].map(line).join('')),
    );
    assert.equal(
      modelDigest(manifest, ['shipped.70+own.30', 'attacks']),
      sha256(['attacks', 'detector', 'landmarks', 'own', 'shipped'].map(line).join('')),
    );
  });

  it('are others when a network is fed otherwise', () => {
    const own = network('own', 'feature-extraction');
    const before = modelDigest(list([own]), ['own']);
    const fedOtherwise = { ...own, input: { ...input, colour: 'rgb' } };
    assert.notEqual(modelDigest(list([fedOtherwise]), ['own']), before);
  });
});
