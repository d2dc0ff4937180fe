import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { after, before, describe, it } from 'node:test';
import { everyProcess, processTree } from './sinks/processes.ts';

const PROGRAM = path.join(import.meta.dirname, 'main.ts');
const LEAKY = 'leaky-service.ts';

describe('a proof that is interrupted', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bonin-interrupted-'));
  let began: readonly number[] = [];
  let code: number | null = null;
  let said = '';

  before(async () => {
    // Its own place for what is temporary, so that what it leaves there is its own.
    const child = spawn(
      process.execPath,
      [PROGRAM, '--storage', 'embedded', '--attempts', '1', '--out', path.join(folder, 'out')],
      { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, TMPDIR: folder } },
    );
    child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
    const closed = once(child, 'close') as Promise<[number | null]>;
    // In the middle of what is worst to leave behind: the build that leaks on purpose.
    while (!tree(child.pid).some(({ commandLine }) => commandLine.includes(LEAKY))) {
      assert.equal(child.exitCode, null, said);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    began = tree(child.pid).map(({ pid }) => pid);
    child.kill('SIGTERM');
    [code] = await closed;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('says so, and that nothing was shown', () => {
    assert.equal(code, 2);
    assert.match(said, /could not be made: (?:INTERRUPTED|SERVICE_UNUSABLE)/);
  });

  it('leaves no process', () => {
    assert.ok(began.length > 3);
    const left = everyProcess().filter(({ pid }) => began.includes(pid));
    assert.deepEqual(
      left.map(({ commandLine }) => commandLine),
      [],
    );
  });

  it('leaves no file', () => {
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith('bonin-')),
      [],
    );
  });
});

function tree(pid: number | undefined) {
  return pid === undefined ? [] : processTree(pid);
}
