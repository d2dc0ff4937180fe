import { SYMBOL_GRID_MS } from '@bonin/core';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { beginBooth, collect, hostile, LIMITS, startBooth } from '../test/booth-testing.ts';
import type { BoothStopCause } from './booth-ending.ts';
import type { BoothProcess } from './booth-process.ts';
import type { BoothLimits } from './limits.ts';
import { isAlive } from './process-facts.ts';

async function assertStopped(booth: BoothProcess, cause: BoothStopCause) {
  const symbols = await collect(booth.symbols);
  const ending = await booth.ended;
  assert.equal(ending.kind === 'stopped' ? ending.cause : ending.kind, cause);
  assert.equal(isAlive(booth.pid), false);
  return { symbols, ending };
}

async function stopAfter(deed: string, cause: BoothStopCause, limits?: BoothLimits) {
  return assertStopped(await beginBooth(hostile(deed), limits), cause);
}

async function stopBeforeInput(deed: string, cause: BoothStopCause, limits?: BoothLimits) {
  const booth = startBooth(hostile(deed), limits);
  const { symbols } = await assertStopped(booth, cause);
  assert.deepEqual(symbols, []);
  return booth;
}

describe('a booth program that writes what it may not', () => {
  it('is killed for a seventeenth symbol, and no verdict comes of it', async () => {
    const { symbols, ending } = await stopAfter('seventeenth-symbol', 'egress-violation');
    assert.ok(symbols.length <= 16);
    assert.equal(ending.account.symbolsSaid, 16);
  });

  it('is killed for a long message, and nothing of it gets through', async () => {
    const { symbols } = await stopAfter('long-message', 'egress-violation');
    assert.deepEqual(symbols, []);
  });

  it('is killed for a byte outside the alphabet, and nothing of that write gets through', async () => {
    const { symbols } = await stopAfter('bad-byte', 'egress-violation');
    assert.deepEqual(symbols, []);
  });

  it('loses its verdict when it writes on after it', async () => {
    const { symbols } = await stopAfter('write-after-verdict', 'egress-violation');
    assert.deepEqual(symbols, []);
  });

  it('loses its verdict when it gives two', async () => {
    const { symbols } = await stopAfter('two-verdicts', 'egress-violation');
    assert.deepEqual(symbols, []);
  });

  it('reaches nobody through other descriptors', async () => {
    const booth = await beginBooth(hostile('other-descriptors'));
    assert.deepEqual(await collect(booth.symbols), ['match']);
    const ending = await booth.ended;
    assert.equal(ending.kind, 'concluded');
    assert.equal(ending.account.symbolsSaid, 1);
  });

  it('is killed for a second key, for no key of a curve, and for anything before its first input', async () => {
    await assert.rejects((await stopBeforeInput('second-key', 'egress-violation')).ready);
    await assert.rejects((await stopBeforeInput('not-a-key', 'egress-violation')).ready);
    await stopBeforeInput('output-before-input', 'egress-violation');
  });
});

describe('a booth program that says several things at once', () => {
  it('is heard one symbol a tick of the grid', async () => {
    const booth = await beginBooth(hostile('say-all-at-once'));
    const times: number[] = [];
    for await (const symbol of booth.symbols) {
      assert.ok(symbol);
      times.push(performance.now());
    }
    assert.equal(times.length, 4);
    times.slice(1).forEach((time, at) => {
      assert.ok(time - (times[at] ?? 0) > 150, 'two symbols in one tick');
    });
  });
});

describe('a booth program that does not end as it should', () => {
  it('loses its verdict when it fails or is killed after it', async () => {
    const failed = await stopAfter('verdict-then-failure', 'crashed');
    assert.deepEqual(failed.symbols, []);
    const killed = await stopAfter('verdict-then-kill', 'crashed');
    assert.deepEqual(killed.symbols, []);
  });

  it('loses its verdict when it stays after it', async () => {
    const { symbols } = await stopAfter('stay-after-verdict', 'time-limit', {
      ...LIMITS,
      exitMs: 300,
    });
    assert.deepEqual(symbols, []);
  });

  it('counts as crashed when it exits without a verdict', async () => {
    await stopAfter('exit-without-verdict', 'crashed');
    await assert.rejects((await stopBeforeInput('exit-at-once', 'crashed')).ready);
  });

  it('is told of on the grid when it ends by itself', async () => {
    const endsItself = await beginBooth(hostile('exit-without-verdict'));
    const begunAt = performance.now();
    await endsItself.ended;
    assert.ok(performance.now() - begunAt > SYMBOL_GRID_MS - 50);
  });

  it('is not kept alive by an output that it closed', async () => {
    await stopAfter('close-output', 'time-limit', { ...LIMITS, servingMs: 300 });
  });
});

describe('a booth program that uses more than it may', () => {
  it('is stopped at the limit of time, serving and warming up', async () => {
    await stopAfter('never-answer', 'time-limit', { ...LIMITS, servingMs: 300 });
    await stopBeforeInput('no-key', 'time-limit', { ...LIMITS, warmUpMs: 300 });
  });

  it('is stopped at the limit of memory', async () => {
    const residentBytes = 300 * 1024 * 1024;
    const { ending } = await stopAfter('fill-memory', 'memory-limit', { ...LIMITS, residentBytes });
    assert.ok(ending.account.peakResidentBytes > 200 * 1024 * 1024);
    // A capture can bring it about: were it a fault of ours, it would be a try free of charge.
    assert.equal(ending.kind === 'stopped' && ending.ground, 'malformed-capture');
  });

  it('is stopped at the limit of processor time, serving and warming up', async () => {
    const limits = { ...LIMITS, cpuMs: 2_000 };
    const { ending } = await stopAfter('spin', 'cpu-limit', limits);
    assert.ok(ending.account.cpuMs >= 1_500);
    assert.equal(ending.kind === 'stopped' && ending.ground, 'time-limit');
    await stopBeforeInput('spin-before-key', 'cpu-limit', limits);
  });
});

describe('a booth that is ended from outside', () => {
  it('is gone when its end was asked for', async () => {
    const booth = await beginBooth(hostile('never-answer'));
    await booth.end('withdrawn');
    assert.equal(isAlive(booth.pid), false);
    const ending = await booth.ended;
    assert.equal(ending.kind === 'stopped' && ending.ground, 'withdrawn');
  });

  it('ends as a fault when someone kills it, and takes what is delivered later in silence', async () => {
    const booth = await beginBooth(hostile('never-answer'));
    process.kill(booth.pid, 'SIGKILL');
    const { ending } = await assertStopped(booth, 'crashed');
    assert.equal(ending.kind === 'stopped' && ending.ground, 'booth-fault');
    await booth.deliver(new Uint8Array(10));
    await booth.end('withdrawn');
  });

  it('is ended when more is delivered than it takes', async () => {
    const booth = await beginBooth(hostile('never-answer'), { ...LIMITS, pendingInputBytes: 4096 });
    void booth.deliver(new Uint8Array(8192));
    await assertStopped(booth, 'input-overflow');
  });
});
