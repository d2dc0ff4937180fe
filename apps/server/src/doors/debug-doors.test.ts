import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';

const PROGRAM = join(import.meta.dirname, '../main.ts');
/** The inspector of a process that is not prepared is there after some milliseconds. */
const INSPECTOR_WITHIN_MS = 1_000;
const onLinux = { skip: process.platform === 'linux' ? false : 'reads /proc' };

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
}

function start(options: readonly string[], environment: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [...options, PROGRAM], {
    env: {
      PATH: process.env['PATH'],
      BONIN_DATA_FOLDER: folder,
      BONIN_PORT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pieces: string[] = [];
  child.stderr.on('data', (piece: Buffer) => pieces.push(piece.toString()));
  return { child, said: () => pieces.join('') };
}

function listeningSockets(pid: number): number {
  const listening = new Set(
    ['tcp', 'tcp6'].flatMap((kind) =>
      readFileSync(`/proc/${String(pid)}/net/${kind}`, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter((words) => words[3] === '0A')
        .map((words) => `socket:[${words[9] ?? ''}]`),
    ),
  );
  return readdirSync(`/proc/${String(pid)}/fd`).filter((name) => {
    try {
      return listening.has(readlinkSync(`/proc/${String(pid)}/fd/${name}`));
    } catch {
      return false;
    }
  }).length;
}

const folder = mkdtempSync(join(tmpdir(), 'bonin-doors-'));

describe('the doors by which faults are looked for', () => {
  let service: Started;
  let pid = 0;

  before(async () => {
    service = start([]);
    const { stdout } = service.child;
    assert.ok(stdout);
    await once(createInterface({ input: stdout }), 'line');
    pid = service.child.pid ?? 0;
  });
  after(async () => {
    const ended = once(service.child, 'exit');
    service.child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it('open no inspector on SIGUSR1, and the service goes on', onLinux, async () => {
    const before = listeningSockets(pid);
    assert.equal(before, 1);
    service.child.kill('SIGUSR1');
    await wait(INSPECTOR_WITHIN_MS);
    assert.equal(listeningSockets(pid), before);
    assert.equal(service.child.exitCode ?? service.child.signalCode, null);
    assert.doesNotMatch(service.said(), /Debugger listening/);
  });

  it('are seen to open in a process that is not prepared', onLinux, async () => {
    const bare = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1e6)']);
    try {
      await wait(INSPECTOR_WITHIN_MS);
      bare.kill('SIGUSR1');
      await wait(INSPECTOR_WITHIN_MS);
      assert.equal(listeningSockets(bare.pid ?? 0), 1);
    } finally {
      bare.kill('SIGKILL');
    }
  });

  it('leave no memory in a core dump', onLinux, () => {
    const filter = readFileSync(`/proc/${String(pid)}/coredump_filter`, 'utf8');
    assert.equal(parseInt(filter, 16), 0);
  });

  for (const [option, inEnvironment] of [
    ['--inspect=127.0.0.1:0', false],
    ['--inspect=127.0.0.1:0', true],
    ['--heapsnapshot-signal=SIGUSR2', false],
    ['--report-on-signal', false],
    ['--report-on-fatalerror', true],
  ] as const) {
    it(`stop the start when ${option} stands ${inEnvironment ? 'in NODE_OPTIONS' : 'before the program'}`, async () => {
      const { child, said } = inEnvironment ? start([], { NODE_OPTIONS: option }) : start([option]);
      const [code] = (await once(child, 'close')) as [number | null];
      assert.equal(code, 1);
      assert.match(said(), /"code":"DEBUG_DOOR_OPEN"/);
    });
  }
});
