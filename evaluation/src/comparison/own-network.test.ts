import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { after, before, describe, it } from 'node:test';
import { listOwnNetwork, writePolicyFor } from '../testing/own-network.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const FACES = path.join(ROOT, 'samples/files');

/** Two pictures of each, from the samples: two men and a painting. */
const PEOPLE = [
  ['man-a-clip-1/003.jpg', 'man-a-clip-2/002.jpg'],
  ['man-b-clip/001.jpg', 'man-b-clip/009.jpg'],
  ['painting/001.jpg', 'painting/001.jpg'],
] as const;

interface Findings {
  readonly threshold: { readonly scale: string; readonly minimum: number };
  readonly series: readonly {
    readonly view: string;
    readonly operatingPoint: {
      readonly fmr: { readonly errors: number; readonly trials: number };
      readonly fnmr: { readonly errors: number; readonly trials: number };
    };
  }[];
  readonly floors: {
    readonly acquired: readonly {
      readonly images: string;
      readonly failuresToAcquire: { readonly trials: number };
    }[];
  };
}

describe('the evaluation of an own network', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bonin-evaluation-'));
  const data = path.join(folder, 'people');
  const pictures = path.join(folder, 'pictures');
  let listed: readonly string[] = [];

  before(() => {
    const rows = PEOPLE.map(([portrait, other], number) => {
      const place = path.join(data, `images/${number}`);
      mkdirSync(place, { recursive: true });
      copyFileSync(path.join(FACES, portrait), path.join(place, 'portrait.jpg'));
      copyFileSync(path.join(FACES, other), path.join(place, 'other.jpg'));
      return `1,images/${number}/portrait.jpg,images/${number}/other.jpg`;
    });
    writeFileSync(path.join(data, 'pairs.csv'), `mated,reference,probe\n${rows.join('\n')}\n`);
    writeFileSync(path.join(data, 'persons.csv'), 'id,sex,born\n0,M,1980\n1,M,1980\n2,F,1900\n');
    const models = path.join(folder, 'models');
    mkdirSync(models);
    mkdirSync(pictures);
    copyFileSync(path.join(FACES, PEOPLE[0][0]), path.join(pictures, 'one.jpg'));
    listed = listOwnNetwork(models, 'own-network', 'mobilefacenet');
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (program: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, [path.join('evaluation/src', program), ...args], {
      cwd: ROOT,
      encoding: 'utf8',
    });
  const policyFor = (name: string, scales: Parameters<typeof writePolicyFor>[1]) =>
    writePolicyFor(path.join(folder, `${name}.json`), scales);

  for (const scale of ['mobilefacenet', 'own-network', 'own-network.60+fr-feature-bgr.40']) {
    it(`measures with ${scale} when the policy names it`, () => {
      const out = path.join(folder, scale);
      const policy = policyFor(scale, { comparison: scale });
      const place = ['--data', data, '--out', out];
      const measured = run('main.ts', 'comparison', ...place, ...policy, ...listed);
      assert.equal(measured.status, 0, measured.stderr);
      const findings = JSON.parse(
        readFileSync(path.join(out, 'comparison.json'), 'utf8'),
      ) as Findings;
      assert.equal(findings.threshold.scale, scale);
      const clean = findings.series.find(({ view }) => view === 'clean');
      assert.deepEqual(clean?.operatingPoint.fnmr.trials, 3);
      assert.equal(clean.operatingPoint.fnmr.errors, 0);
      assert.equal(clean.operatingPoint.fmr.trials, 6);
      assert.equal(clean.operatingPoint.fmr.errors, 0);
      assert.deepEqual(
        findings.floors.acquired.map(({ images, failuresToAcquire }) => [
          images,
          failuresToAcquire.trials,
        ]),
        [
          ['reference, clean', 3],
          ['probe', 3],
          ['reference, combined', 3],
        ],
      );
      const page = readFileSync(path.join(out, 'comparison.md'), 'utf8');
      assert.match(page, /## Under the policy’s quality floors/);
    });
  }

  it('says after measuring that so few people cannot calibrate a threshold', () => {
    const policy = policyFor('few', { comparison: 'own-network' });
    const place = ['--data', data, '--out', path.join(folder, 'few'), '--limit', '2'];
    const measured = run('main.ts', 'comparison', ...place, ...policy, ...listed, '--calibrate');
    assert.equal(measured.status, 2, measured.stderr);
    assert.match(measured.stderr, /CALIBRATION_IMPOSSIBLE/);
  });

  it('refuses a policy whose networks nobody has listed, of either kind', () => {
    const place = ['--data', data, '--out', path.join(folder, 'none')];
    const unknown = policyFor('unknown', { comparison: 'nobody-knows' });
    const measured = run('main.ts', 'comparison', ...place, ...unknown);
    assert.equal(measured.status, 2, measured.stderr);
    assert.match(measured.stderr, /NETWORKS_UNUSABLE[\s\S]*MODEL_MISSING/);

    const unknownPad = policyFor('unknown-pad', { pad: 'nobody-knows' });
    const attack = ['--data', pictures, '--out', path.join(folder, 'none'), ...unknownPad];
    const scored = run('passive-attack-score/main.ts', ...attack);
    assert.equal(scored.status, 2, scored.stderr);
    assert.match(scored.stderr, /NETWORKS_UNUSABLE \(MODEL_MISSING\)/);
  });

  it('scores attacks with the network that the policy names', () => {
    const models = path.join(folder, 'attack-models');
    mkdirSync(models);
    const own = listOwnNetwork(models, 'own-attack-score', 'fr-liveness');
    const out = path.join(folder, 'attack');
    const policy = policyFor('attack', { pad: 'own-attack-score' });
    const place = ['--data', pictures, '--out', out];
    const scored = run('passive-attack-score/main.ts', ...place, ...policy, ...own);
    assert.equal(scored.status, 0, scored.stderr);
    const page = readFileSync(path.join(out, 'only-a-test.md'), 'utf8');
    assert.match(page, /`own-attack-score`/);
  });
});
