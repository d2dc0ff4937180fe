import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { readMemory } from './process-memory.ts';

/** More than any process may have on this machine. */
const NOBODY = 2 ** 30;

function memoryOf(pid: number): Buffer {
  return Buffer.concat([...readMemory(pid, new Set())]);
}

function stateOf(pid: number): string {
  return /\) (\w)/.exec(readFileSync(`/proc/${String(pid)}/stat`, 'latin1'))?.[1] ?? '';
}

describe('the memory of a process', () => {
  it('is read while it lives: what it was given is in it', async () => {
    const given = randomBytes(64);
    const program = `
      let kept;
      process.stdin.on('data', (piece) => { kept = Buffer.from(piece); process.stdout.write('kept\\n'); });
      setInterval(() => kept, 1000);`;
    const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'ignore'] });
    try {
      child.stdin.write(given);
      await once(child.stdout, 'data');
      assert.ok(memoryOf(child.pid ?? 0).includes(given));
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  it('is nothing once the process has given it back, though the system still lists it', async () => {
    // Whose parent does not ask what became of it: it has ended and stays.
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 30'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
      const ended = Number(line);
      while (stateOf(ended) !== 'Z') await new Promise((resolve) => setTimeout(resolve, 10));
      assert.equal(memoryOf(ended).length, 0);
    } finally {
      parent.kill('SIGKILL');
      await once(parent, 'exit');
    }
  });

  it('is nothing where there is no such process', () => {
    assert.equal(memoryOf(NOBODY).length, 0);
  });
});
