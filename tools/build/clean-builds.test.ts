import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, globSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { cleanCheckout, type CleanCheckout } from './testing/clean-checkout.ts';

/** Prints every file that is loaded, one a line. */
const LISTENING = `
import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => { console.log(url); return next(url, context); } });
`;

describe('two clean builds', () => {
  let folder: string;
  let one: CleanCheckout;
  let other: CleanCheckout;
  let digest: string;
  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'bonin-clean-builds-')));
    one = cleanCheckout(join(folder, 'one'));
    // As deep as somebody else has it.
    other = cleanCheckout(join(folder, 'elsewhere', 'and', 'deeper'));
    digest = one.buildDigest();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('have one digest and the same bytes, whoever builds, wherever', () => {
    const environment = { NODE_ENV: 'development', TZ: 'Asia/Seoul', LANG: 'ko_KR.UTF-8' };
    assert.equal(other.buildDigest(environment, tmpdir()), digest);
    assert.deepEqual(bytesOf(other), bytesOf(one));
    assert.ok([...bytesOf(one).keys()].includes('booth/matcher.mjs'));
  });

  it('have it of every file of ours that the service loads, and of no test', () => {
    const covered = one.files().map((line) => line.split(' ')[0]!);
    const loaded = loadedBy(one);
    assert.ok(loaded.length > 100, `${loaded.length} files`);
    assert.deepEqual(
      loaded.filter((file) => !covered.includes(file)),
      [],
    );
    assert.deepEqual(
      covered.filter((file) => /\.test\.|testkit|evaluation|\.built-from/.test(file)),
      [],
    );
    for (const file of [
      'dist/booth/matcher.mjs',
      'dist/applicant/index.html',
      'package-lock.json',
      'models/manifest.json',
      'packages/booth/package.json',
      'packages/booth/src/programs/isolation-probe.ts',
    ]) {
      assert.ok(covered.includes(file), file);
    }
  });

  it('are others by one byte of our code, of the lock file, of the list of networks, of the page', () => {
    let before = digest;
    for (const file of [
      'packages/core/src/coded-error.ts',
      'packages/ledger/package.json',
      'apps/applicant/index.html',
      'package-lock.json',
      'models/manifest.json',
    ]) {
      appendFileSync(join(one.root, file), '\n');
      const now = one.buildDigest();
      assert.notEqual(now, before, file);
      before = now;
    }
    appendFileSync(join(one.root, 'packages/core/src/index.test.ts'), '// what only tests\n');
    assert.equal(one.buildDigest(), before);
  });
});

/** What was built, by path; the stamp names the sources, tests among them. */
function bytesOf({ root }: CleanCheckout): ReadonlyMap<string, string> {
  const dist = join(root, 'dist');
  return new Map(
    globSync('{booth,applicant}/**/*.*', { cwd: dist, exclude: ['**/.built-from'] })
      .sort()
      .map((file) => [file, readFileSync(join(dist, file)).toString('base64')]),
  );
}

/** Our files that the service's program loads before it does what it is asked to. */
function loadedBy({ root }: CleanCheckout): readonly string[] {
  const main = pathToFileURL(join(root, 'apps/server/src/main.ts'));
  const said = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `${LISTENING}\nawait import(${JSON.stringify(main.href)});`,
      '--',
      'the place of the program',
      'build',
      'digest',
    ],
    { cwd: root, encoding: 'utf8' },
  );
  return said
    .split('\n')
    .filter((line) => line.startsWith(pathToFileURL(root).href))
    .map((url) => relative(root, new URL(url).pathname));
}
