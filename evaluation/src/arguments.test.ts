import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { describe, it } from 'node:test';
import { parseArguments } from './arguments.ts';

describe('the command line of the evaluation', () => {
  it('takes several data folders, under either name', () => {
    const parsed = parseArguments(['comparison', '--data', 'a', '--data', 'b', '--korean', 'c']);
    assert.ok(parsed.kind === 'comparison');
    assert.deepEqual(parsed.run.dataFolders, ['a', 'b', 'c']);
    assert.equal(parsed.run.seed, 1);
  });

  it('refuses a run without data, an unknown evaluation, option or number, each with a sentence', () => {
    for (const args of [
      ['comparison'],
      [],
      ['identification', '--data', 'a'],
      ['comparison', '--data', 'a', '--unknown'],
      ['comparison', '--data', 'a', '--seed', 'x'],
      ['comparison', '--data', 'a', '--limit', '1'],
    ]) {
      const parsed = parseArguments(args);
      assert.ok(parsed.kind === 'refused' && parsed.reason.length > 10);
    }
  });

  it('ends with 2 and names what is missing when a data folder cannot be used', () => {
    const root = path.join(import.meta.dirname, '../..');
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['evaluation/src/main.ts', ...args], {
        cwd: root,
        encoding: 'utf8',
      });
    const policy = ['--policy', 'policies/default.json'];
    const absent = run('comparison', '--data', 'no-such-folder', ...policy);
    assert.equal(absent.status, 2);
    assert.match(absent.stderr, /DATA_FOLDER_UNUSABLE[\s\S]*no-such-folder[\s\S]*folder itself/);
    const unsuitable = run('comparison', '--data', 'evaluation', ...policy);
    assert.equal(unsuitable.status, 2);
    assert.match(unsuitable.stderr, /images\/ with pairs\.csv and persons\.csv, or portraits\//);
    const nothing = run('comparison');
    assert.equal(nothing.status, 2);
    assert.match(nothing.stderr, /--data/);
  });
});
