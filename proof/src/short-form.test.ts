import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { after, before, describe, it } from 'node:test';
import { BROWSER_SINKS } from './browser/visit.ts';
import { ENDINGS } from './service/act-attempt.ts';
import { SINKS } from './sinks/look-everywhere.ts';

const PROGRAM = path.join(import.meta.dirname, 'main.ts');
/** Looked into only where the machine has what it needs. */
const NOT_EVERYWHERE: readonly string[] = ['packets', 'memory-of-postgresql', ...BROWSER_SINKS];

describe('the proof that nothing is kept, in its short form', { timeout: 900_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bonin-short-form-'));
  let code: number | null = null;
  let report = '';

  before(async () => {
    const child = spawn(
      process.execPath,
      [
        PROGRAM,
        '--storage',
        'embedded',
        '--attempts',
        String(ENDINGS.length),
        '--out',
        folder,
      ].concat('--side-by-side', '1'),
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
    [code] = (await once(child, 'close')) as [number | null];
    assert.doesNotMatch(said, /could not be made/);
    report = readFileSync(path.join(folder, 'zero-retention.md'), 'utf8');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('finds nothing after attempts of every ending, in a browser, under a challenge and beyond its time', () => {
    assert.equal(code, 0, report);
    for (const ending of [...ENDINGS, 'timed-out', 'under-challenge', 'in-a-browser']) {
      assert.match(report, new RegExp(`\\| ${ending} \\| [1-9]\\d* \\|`));
    }
  });

  it('finds all that the leaking build and the leaking page keep, in every place that it searches', () => {
    assert.match(report, /\b(\d+) of \1 found\./);
    assert.doesNotMatch(report, /\*\*missed\*\*/);
    const whole = report.match(/(?:\| found ){8}\|/g) ?? [];
    assert.ok(whole.length >= SINKS.filter((sink) => !NOT_EVERYWHERE.includes(sink)).length);
    assert.equal((report.match(/^\| browser: .*\| found \|/gm) ?? []).length, BROWSER_SINKS.length);
  });
});
