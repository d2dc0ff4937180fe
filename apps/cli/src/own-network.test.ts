import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';

/** The four steps of docs/operations/own-model.md, in an installation of its own; the measuring has its own test. */
const ROOT = join(import.meta.dirname, '..', '..', '..');
const FACES = join(ROOT, 'samples', 'files');
const OWN = 'our-faces-2026-01';
const COPIED = ['apps/cli', 'tools', 'models', 'policies', 'package.json'] as const;

interface Listed {
  readonly networks: readonly {
    readonly id: string;
    readonly file: { readonly name: string; readonly sha256: string };
    readonly input: { readonly colour: string; readonly mean: number; readonly deviation: number };
  }[];
}

describe('an own network in an installation', () => {
  // Under the repository, so that the libraries are found as they lie: a booth may not follow links to them.
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const installation = mkdtempSync(join(ROOT, 'dist', 'own-network-test-'));
  const elsewhere = mkdtempSync(join(tmpdir(), 'bonin-own-network-'));
  const manifestFile = join(installation, 'models', 'manifest.json');
  const listed = () => JSON.parse(readFileSync(manifestFile, 'utf8')) as Listed;
  const run = (program: string, ...words: readonly string[]) =>
    spawnSync(process.execPath, [join(installation, program), ...words], {
      cwd: installation,
      encoding: 'utf8',
    });

  before(() => {
    for (const part of COPIED) {
      cpSync(join(ROOT, part), join(installation, part), {
        recursive: true,
        filter: (path) => basename(path) !== 'node_modules',
      });
    }
    mkdirSync(join(installation, 'samples'));
  });
  after(() => {
    rmSync(installation, { recursive: true });
    rmSync(elsewhere, { recursive: true });
  });

  it('is described, listed, installed, named by a policy, and decides', () => {
    // Somebody's own file: here one of the shipped ones, under another name and at another place.
    const shipped = listed().networks.find(({ id }) => id === 'mobilefacenet');
    assert.ok(shipped);
    const file = join(elsewhere, 'faces.onnx');
    cpSync(join(installation, 'models', 'files', shipped.file.name), file);

    const { colour, mean, deviation } = shipped.input;
    const described = run(
      'tools/models/describe.ts',
      ...[file, '--id', OWN, '--role', 'feature-extraction', '--colour', colour],
      ...['--mean', String(mean), '--deviation', String(deviation), '--licence', 'Owned by us.'],
      ...['--provenance', 'Trained by us.', '--training-data', 'Of consenting people.'],
    );
    assert.equal(described.status, 0, described.stderr);
    const entry = JSON.parse(described.stdout) as Listed['networks'][number];
    assert.equal(entry.file.sha256, shipped.file.sha256);

    const manifest = listed();
    const networks = [...manifest.networks, entry];
    writeFileSync(manifestFile, JSON.stringify({ ...manifest, networks }));
    const policyFile = join(installation, 'our-policy.json');
    writeFileSync(policyFile, JSON.stringify(policyNaming(OWN)));
    const verify = (probe: string) =>
      run(
        'apps/cli/bin/bonin.mjs',
        ...['verify', '--reference', join(FACES, 'man-a-clip-1', '003.jpg')],
        ...['--probe', join(FACES, probe), '--policy', policyFile],
      );

    const early = verify('man-a-clip-2');
    assert.equal(early.status, 2, early.stderr);
    assert.match(early.stderr, /\[POLICY_NETWORKS_UNUSABLE\]/);

    const installed = run('tools/install/main.ts', '--without-samples');
    assert.equal(installed.status, 0, installed.stderr);
    assert.match(installed.stderr, new RegExp(`model ${OWN}: .* hash and answer as listed`));

    const same = verify('man-a-clip-2');
    assert.equal(same.status, 0, same.stderr);
    const other = verify('man-b-clip');
    assert.equal(other.status, 1, other.stderr);
  });
});

/** The shipped policy for another network; its threshold is only for this test. */
function policyNaming(scale: string): object {
  const policy = JSON.parse(readFileSync(join(ROOT, 'policies', 'default.json'), 'utf8')) as {
    readonly face: object;
  };
  const comparison = { minimum: 0.5, scale, calibration: 'only-a-test' };
  return { ...policy, id: 'our-policy', face: { ...policy.face, comparison } };
}
