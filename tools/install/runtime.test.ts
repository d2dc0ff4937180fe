import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, describe, it } from 'node:test';
import { checkRuntime, RUNTIME_DIGESTS } from './runtime.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const INSTALLED = join(ROOT, 'node_modules/node/bin/node');

describe('the program of Node that was installed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bonin-runtime-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is the one that is named for this platform, and the one that runs this test', () => {
    const platform = `${process.platform}-${process.arch}`;
    assert.ok(platform in RUNTIME_DIGESTS);
    assert.equal(checkRuntime(INSTALLED, platform), 'as-named');
    assert.ok(readFileSync(process.execPath).equals(readFileSync(INSTALLED)));
  });

  it('is told from one of which a byte is another', () => {
    const changed = join(folder, 'node');
    copyFileSync(INSTALLED, changed);
    appendFileSync(changed, 'x');
    assert.equal(checkRuntime(changed, `${process.platform}-${process.arch}`), 'another');
  });

  it('cannot be told where none is named', () => {
    assert.equal(checkRuntime(INSTALLED, 'plan9-x64'), 'none-named');
    assert.equal(checkRuntime(INSTALLED, 'constructor'), 'none-named');
  });

  it('has the version that the digests are of', () => {
    const { version } = JSON.parse(
      readFileSync(join(ROOT, 'node_modules/node/package.json'), 'utf8'),
    ) as { readonly version: string };
    assert.match(
      readFileSync(join(import.meta.dirname, 'runtime.ts'), 'utf8'),
      new RegExp(`Node ${version.replaceAll('.', '\\.')} `),
    );
  });
});
