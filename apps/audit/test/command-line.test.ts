import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { FINDINGS } from '@bonin/audit';
import { BUILD, makeKeys, servedBy, type Keys } from './small-service.ts';

const PROGRAM = join(import.meta.dirname, '../src/main.ts');
const DOOR = join(import.meta.dirname, '../bin/bonin-audit.mjs');
const DOCS = join(import.meta.dirname, '../../../docs');

function run(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the auditor’s command line', () => {
  let folder = '';
  let keys: Keys;
  let exported = '';
  let policy = '';
  const file = (name: string) => join(folder, name);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bonin-audit-cli-'));
    keys = await makeKeys();
    const service = await servedBy(keys, 10);
    exported = await service.export();
    policy = file('policy');
    await writeFile(policy, keys.policyText);
    await writeFile(file('builds'), `# known\n${BUILD}\n`);
    await writeFile(file('other-policy'), (await makeKeys()).policyText);
    await writeFile(file('receipt'), await service.receipt(6));
    await writeFile(file('token'), `${service.kept[6]!.token!}\n`);
    await writeFile(file('other-token'), `${service.kept[9]!.token!}\n`);
    await writeFile(file('jwks'), JSON.stringify({ keys: [keys.results.jwk] }));
    const floor = {
      thresholds: [],
      isolation: ['network-denied'],
      attackDetection: 'passive-only',
    };
    const trust = {
      format: 'bonin/trust-policy/v1',
      issuer: 'https://bonin.example',
      audience: 'carrier',
      builds: [BUILD],
      models: 'any',
      resultKeys: [keys.results.kid],
      floor,
      ledger: keys.policyText.trimEnd().split('\n'),
    };
    const asked = { decides: 'comparison', scale: 'mobilefacenet', minimum: '0.7' };
    const untold = { decides: 'document', scale: 'mobilefacenet', minimum: '0.5' };
    const isolation = ['network-denied', 'core-dump-size-zero'];
    const trusts = {
      trust,
      'trust-another-build': { ...trust, builds: ['f0'.repeat(32)] },
      'trust-isolation': { ...trust, floor: { ...floor, isolation } },
      'trust-threshold': { ...trust, floor: { ...floor, thresholds: [asked] } },
      'trust-untold': { ...trust, floor: { ...floor, thresholds: [untold] } },
      'trust-another-audience': { ...trust, audience: 'another-carrier' },
      'trust-misspelt': { ...trust, floor: { ...floor, isolations: [] } },
    };
    for (const [name, each] of Object.entries(trusts)) {
      await writeFile(file(name), JSON.stringify(each));
    }
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await rm(exported, { recursive: true });
  });

  it('ends with 0 when everything holds, and says what it went through and what it did not', () => {
    const { status, stdout, stderr } = run(
      'export',
      exported,
      '--policy',
      policy,
      '--builds',
      file('builds'),
    );
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^verdict: holds\n/);
    assert.match(stdout, /leaves: 34\n/);
    assert.match(stdout, /Not checked: /);
  });

  it('ends with 1 when something is disproved, with the same facts as JSON', () => {
    const words = ['export', exported, '--policy', file('other-policy'), '--any-build'];
    const { status, stdout } = run(...words);
    assert.equal(status, 1);
    assert.match(stdout, /log-key-unknown \(2\): /);
    const json = run(...words, '--json');
    const report = JSON.parse(json.stdout) as { verdict: string; found: Record<string, number> };
    assert.deepEqual(
      [json.status, report.verdict, report.found['log-key-unknown']],
      [1, 'disproved', 2],
    );
  });

  it('ends with 3 when something could not be checked', () => {
    assert.equal(run('export', exported, '--policy', policy).status, 3);
    assert.equal(run('export', file('nowhere'), '--policy', policy, '--any-build').status, 3);
  });

  it('ends with 2 when the command cannot be understood, and says why', () => {
    const wrong = [
      [],
      ['export', exported],
      ['export', exported, '--policy', file('nowhere')],
      ['export', exported, '--policy', file('token')],
      ['export', exported, '--policy', policy, '--any-build', '--builds', file('builds')],
      ['export', exported, '--policy', policy, '--builds', file('token')],
      ['export', exported, '--policy', policy, '--fresh-within', 'soon'],
      ['export', exported, '--policy', policy, '--any-build', '--receipts', file('nowhere')],
      ['export', exported, '--policy', policy, '--any-build', '--keys', file('nowhere')],
      ['export', exported, '--trust', file('trust-misspelt')],
      ['export', exported, '--trust', file('trust'), '--policy', policy],
      ['export', exported, '--trust', file('trust'), '--build', BUILD],
      ['result', file('token'), '--keys', file('jwks')],
      ['result', file('token'), '--trust', file('trust')],
      ['result', file('token'), '--keys', file('jwks'), '--build', 'any'],
      [
        'result',
        file('token'),
        '--keys',
        file('jwks'),
        '--any-build',
        '--receipt',
        file('receipt'),
      ],
      ['look', exported, '--policy', policy],
      ['export', exported, '--policy', policy, '--what'],
    ];
    for (const words of wrong) {
      const { status, stderr } = run(...words);
      assert.deepEqual(
        [status, stderr.endsWith('See docs/operations/audit.md.\n')],
        [2, true],
        words.join(' '),
      );
    }
  });

  it('verifies one receipt, with its token when there is one', () => {
    const words = ['receipt', file('receipt'), '--policy', policy];
    const alone = run(...words, '--json');
    const said = JSON.parse(alone.stdout) as { verdict: string; statement: { kind: string } };
    assert.deepEqual([alone.status, said.verdict, said.statement.kind], [0, 'holds', 'result']);
    const withToken = run(...words, '--token', file('token'), '--keys', file('jwks'));
    assert.deepEqual([withToken.status, /token: holds/.test(withToken.stdout)], [0, true]);
    const other = run(...words, '--token', file('other-token'), '--keys', file('jwks'));
    assert.deepEqual([other.status, /token-differs/.test(other.stdout)], [1, true]);
    assert.equal(run('receipt', file('receipt'), '--policy', file('other-policy')).status, 1);
    assert.equal(run('receipt', file('token'), '--policy', policy).status, 1);
  });

  it('ends with 4 for a build that is not trusted and with 5 for a Y below the floor, each in its word', () => {
    const token = ['result', file('token'), '--keys', file('jwks'), '--any-age'];
    const given = ['--receipt', file('receipt')];
    const asked: [number, RegExp, string[]][] = [
      [0, /^verdict: holds\n/, [...token, '--any-build']],
      [0, /^verdict: holds\n/, [...token, '--build', BUILD, ...given, '--policy', policy]],
      [0, /^verdict: holds\n/, [...token, '--trust', file('trust'), ...given]],
      [4, /\nbuild-unknown: /, [...token, '--build', 'f0'.repeat(32)]],
      [4, /\nbuild-unknown: /, [...token, '--trust', file('trust-another-build'), ...given]],
      [5, /\nisolation-below-floor: /, [...token, '--trust', file('trust-isolation')]],
      [5, /\nthreshold-below-floor: /, [...token, '--trust', file('trust-threshold')]],
      [3, /\nthreshold-not-told: /, [...token, '--trust', file('trust-untold')]],
      [4, /\nresult-out-of-date: /, [...token.slice(0, -1), '--any-build']],
      [0, /^verdict: holds\n/, ['export', exported, '--trust', file('trust')]],
      [0, /^verdict: holds\n/, ['receipt', file('receipt'), '--trust', file('trust')]],
      [4, /\nbuild-unknown /, ['export', exported, '--trust', file('trust-another-build')]],
      [5, /\nisolation-below-floor /, ['export', exported, '--trust', file('trust-isolation')]],
      [5, /\nthreshold-below-floor /, ['export', exported, '--trust', file('trust-threshold')]],
      [3, /\nthreshold-not-told /, ['export', exported, '--trust', file('trust-untold')]],
      [
        4,
        /\naudience-differs \(10\): /,
        ['export', exported, '--trust', file('trust-another-audience')],
      ],
    ];
    for (const [code, said, words] of asked) {
      const { status, stdout, stderr } = run(...words);
      assert.equal(status, code, `${words.join(' ')}\n${stdout}${stderr}`);
      if (words[0] !== 'receipt') assert.match(stdout, said, words.join(' '));
    }
  });

  it('runs through its door, with nothing of the network allowed', () => {
    const words = [
      '--permission',
      '--allow-fs-read=*',
      DOOR,
      'export',
      exported,
      '--policy',
      policy,
      '--any-build',
    ];
    const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
});

describe('the page on audits', () => {
  it('has a row for every finding, and for none that no longer exists', () => {
    const page = readFileSync(join(DOCS, 'operations/audit.md'), 'utf8');
    const rows = [
      ...page.matchAll(
        /^\| `([a-z-]+)` +\| (disproved|not trusted|below the floor|could not check) /gm,
      ),
    ];
    assert.deepEqual(
      rows.map(([, name, kind]) => [name, kind!.replace('the ', '').replaceAll(' ', '-')]),
      Object.entries(FINDINGS).map(([name, [kind]]) => [name, kind]),
    );
  });
});
