import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { SINKS } from './sinks/look-everywhere.ts';
import { ENDINGS } from './service/act-attempt.ts';

const PROGRAM = path.join(import.meta.dirname, 'main.ts');

describe('the proof that nothing is kept, in its short form', { timeout: 900_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bonin-short-form-'));
  let code: number | null = null;
  let report = '';

  before(async () => {
    const child = spawn(
      process.execPath,
      [PROGRAM, '--storage', 'embedded', '--attempts', String(ENDINGS.length), '--out', folder],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const said: string[] = [];
    child.stderr.on('data', (piece: Buffer) => said.push(piece.toString()));
    [code] = (await once(child, 'close')) as [number | null];
    assert.notEqual(code, 2, said.join('').slice(-2_000));
    report = readFileSync(path.join(folder, 'zero-retention.md'), 'utf8');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('finds nothing after attempts of every ending', () => {
    assert.equal(code, 0, report);
    for (const ending of [...ENDINGS, 'under-challenge']) {
      assert.match(report, new RegExp(`\\| ${ending} \\| [1-9]\\d* \\|`));
    }
  });

  it('finds all that the leaking build keeps, in every place that it searches', () => {
    assert.match(report, /(\d+) of \1 found\./);
    const searched = SINKS.filter((sink) => sink !== 'packets' && sink !== 'memory-of-postgresql');
    assert.ok((report.match(/\| found \| found \|/g) ?? []).length >= searched.length);
    assert.doesNotMatch(report, /\*\*missed\*\*/);
  });
});
