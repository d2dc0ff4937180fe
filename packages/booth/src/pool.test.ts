import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  BOUND,
  card,
  collect,
  deliverAll,
  END,
  frame,
  hostile,
  LIMITS,
  PLAIN,
  POLICY,
} from '../test/booth-testing.ts';
import { BoothError, type BoothErrorCode } from './booth-error.ts';
import { BOOTH_ROLES } from './booth-role.ts';
import { ISOLATION_MEASURES } from './isolation.ts';
import { openBoothPool, type BoothPoolOptions } from './pool.ts';
import { isAlive } from './process-facts.ts';

const OPTIONS: BoothPoolOptions = {
  programs: PLAIN,
  size: 1,
  servingMax: 2,
  takeWaitMs: 10_000,
  limits: LIMITS,
};

function failure(code: BoothErrorCode) {
  return (error: unknown) => error instanceof BoothError && error.code === code;
}

function hex(key: Uint8Array | undefined): string {
  return Buffer.from(key ?? []).toString('hex');
}

describe('a pool of booths', () => {
  it('hands out a booth once, serves with it, and has another ready', async () => {
    await using pool = await openBoothPool(OPTIONS);
    assert.equal(pool.counts().ready, 1);
    const one = await pool.take();
    assert.ok(one !== undefined);
    one.begin({ bound: BOUND, facePolicy: POLICY });
    await deliverAll(one, [card(7), frame(7), frame(7), END]);
    assert.equal((await collect(one.symbols)).at(-1), 'match');
    await one.ended;

    const other = await pool.take();
    const keys = [one, other].flatMap((booths) => [booths?.keys.reader, booths?.keys.matcher]);
    assert.equal(new Set(keys.map(hex)).size, 4);
    assert.equal(pool.counts().serving, 1);
  });

  it('reports each isolation measure, and which hold for a booth', async () => {
    await using pool = await openBoothPool(OPTIONS);
    assert.deepEqual(Object.keys(pool.isolationReport), [...ISOLATION_MEASURES]);
    const booth = await pool.take();
    assert.deepEqual(booth?.isolation, pool.isolation);
  });

  it('hands out nothing when every booth is serving, or when none is ready in time', async () => {
    const options = { ...OPTIONS, takeWaitMs: 1, servingMax: 2 };
    await using pool = await openBoothPool(options);
    const first = await pool.take();
    assert.ok(first !== undefined);
    assert.equal(await pool.take(), undefined);

    await using patient = await openBoothPool({ ...OPTIONS, servingMax: 1 });
    assert.ok((await patient.take()) !== undefined);
    assert.equal(await patient.take(), undefined);
  });

  it('replaces a waiting booth that is killed', async () => {
    await using pool = await openBoothPool(OPTIONS);
    const taken = await pool.take();
    const next = await pool.take();
    assert.ok(taken !== undefined && next !== undefined);
    await Promise.all([taken.end('withdrawn'), next.end('withdrawn')]);
    const third = await pool.take();
    assert.ok(third !== undefined);
  });

  it('leaves no process behind when it is closed, and hands out nothing more', async () => {
    const pool = await openBoothPool(OPTIONS);
    const taken = await pool.take();
    await pool.close();
    const ending = await taken?.ended;
    assert.equal(ending?.kind === 'stopped' && ending.ground, 'server-stopped');
    assert.deepEqual(pool.counts(), { ready: 0, serving: 0 });
    await assert.rejects(pool.take(), failure('BOOTH_POOL_CLOSED'));
  });

  it('does not open without its program, or when the first booth fails', async () => {
    for (const role of BOOTH_ROLES) {
      const missing = { ...PLAIN, [role]: { ...PLAIN[role], file: '/nowhere/booth.mjs' } };
      const opening = openBoothPool({ ...OPTIONS, programs: missing });
      await assert.rejects(opening, failure('BOOTH_PROGRAM_MISSING'));
      const failing = { ...PLAIN, [role]: hostile('exit-at-once') };
      const started = openBoothPool({ ...OPTIONS, programs: failing });
      await assert.rejects(started, failure('BOOTH_START_FAILED'));
    }
  });
});

describe('the death of the process that opened a pool', () => {
  it('ends its booths, waiting and serving, when it comes by kill -9', async () => {
    const owner = fileURLToPath(new URL('../test/programs/pool-owner.ts', import.meta.url));
    const child = spawn(process.execPath, [owner], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const pids = JSON.parse(line.toString('utf8')) as number[];
    assert.ok(pids.length > 0 && pids.every(isAlive));
    child.kill('SIGKILL');
    await once(child, 'exit');
    for (let tries = 0; tries < 40 && pids.some(isAlive); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(pids.filter(isAlive), []);
  });
});
