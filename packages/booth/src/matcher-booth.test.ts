import { isVerdict, parseModelId, type BoothSymbol } from '@bonin/core';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  beginBooth,
  card,
  collect,
  deliverAll,
  END,
  frame,
  INFO,
  LIMITS,
  PLAIN_MATCHER,
  POLICY,
  startBooth,
} from '../test/booth-testing.ts';
import { isAlive } from './process-facts.ts';

const SAME = 7;
const OTHER = 8;
const NO_FACE = 1;
const FAULT = 99;

const SPREAD = { ...POLICY, probeFrames: { ...POLICY.probeFrames, spreadMs: 1_000 } };

/** Whether enough was there before the last part was in is a matter of speed where no time is asked for. */
function withoutSufficient(symbols: readonly BoothSymbol[]): readonly BoothSymbol[] {
  return symbols.filter((symbol) => symbol !== 'capture-sufficient');
}

async function killAfter(ms: number): Promise<void> {
  const booth = await beginBooth(PLAIN_MATCHER);
  const frames = Array.from({ length: 6 }, () => frame(SAME));
  const delivered = deliverAll(booth, [card(SAME), ...frames, END], 80);
  setTimeout(() => {
    // Once it is gone its number may be somebody else's.
    if (isAlive(booth.pid)) process.kill(booth.pid, 'SIGKILL');
  }, ms);
  const symbols = await collect(booth.symbols);
  const ending = await booth.ended;
  await delivered;
  assert.equal(isAlive(booth.pid), false);
  assert.equal(symbols.some(isVerdict), ending.kind === 'concluded');
  if (ending.kind === 'stopped') assert.equal(ending.ground, 'booth-fault');
}

function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => {
    return items.slice(at * size, (at + 1) * size);
  });
}

describe('a matcher booth', () => {
  it('lives one life: key, reference, frames, verdict, gone', async () => {
    const booth = await beginBooth(PLAIN_MATCHER);
    assert.equal(booth.publicKey.length, 65);
    await deliverAll(booth, [card(SAME), frame(SAME), frame(SAME), frame(SAME), END]);
    const said = await collect(booth.symbols);
    assert.deepEqual(withoutSufficient(said), ['reference-acquired', 'match']);
    const ending = await booth.ended;
    assert.equal(ending.kind === 'concluded' && ending.verdict, 'match');
    assert.equal(isAlive(booth.pid), false);
    assert.equal(ending.account.symbolsSaid, said.length);
    assert.ok(ending.account.cpuMs > 0 && ending.account.peakResidentBytes > 0);
  });

  it('says non-match when the frames show somebody else', async () => {
    const booth = await beginBooth(PLAIN_MATCHER);
    await deliverAll(booth, [card(SAME), frame(OTHER), frame(OTHER), END]);
    const said = await collect(booth.symbols);
    assert.deepEqual(withoutSufficient(said), ['reference-acquired', 'non-match']);
  });

  it('says when enough good frames are there, once they are spread as the policy asks', async () => {
    const booth = await beginBooth(PLAIN_MATCHER, LIMITS, SPREAD);
    const frames = Array.from({ length: 8 }, () => frame(SAME));
    await deliverAll(booth, [card(SAME), ...frames, END], 200);
    const symbols = await collect(booth.symbols);
    assert.deepEqual(symbols, ['reference-acquired', 'capture-sufficient', 'match']);
  });

  it('decides nothing about good frames that all came in one burst', async () => {
    const booth = await beginBooth(PLAIN_MATCHER, LIMITS, SPREAD);
    const frames = Array.from({ length: 8 }, () => frame(SAME));
    await deliverAll(booth, [card(SAME), ...frames, END]);
    assert.deepEqual(await collect(booth.symbols), ['reference-acquired', 'capture-unusable']);
  });

  it('decides nothing about one frame sent many times, slowly or not', async () => {
    const still = frame(SAME);
    const copies = [still, still, still, still, still];
    for (const [policy, pauseMs] of [[SPREAD, 400] as const, [POLICY, 0] as const]) {
      const booth = await beginBooth(PLAIN_MATCHER, LIMITS, policy);
      await deliverAll(booth, [card(SAME), ...copies, END], pauseMs);
      assert.deepEqual(await collect(booth.symbols), ['reference-acquired', 'capture-unusable']);
    }
  });

  it('sees a face that comes in after enough frames were good', async () => {
    const booth = await beginBooth(PLAIN_MATCHER);
    const good = Array.from({ length: 6 }, () => frame(SAME));
    await deliverAll(booth, [card(SAME), ...good, frame(OTHER), END]);
    assert.equal((await collect(booth.symbols)).at(-1), 'non-match');
  });

  it('says what to change when it holds for a second, and why nothing could be decided', async () => {
    const booth = await beginBooth(PLAIN_MATCHER);
    const frames = Array.from({ length: 8 }, () => frame(NO_FACE));
    await deliverAll(booth, [card(SAME), ...frames, END], 200);
    const symbols = await collect(booth.symbols);
    assert.deepEqual(symbols, ['reference-acquired', 'no-face', 'no-face', 'capture-unusable']);
  });

  it('says what is wrong with a card that has no face, and ends', async () => {
    const booth = await beginBooth(PLAIN_MATCHER);
    await deliverAll(booth, [card(NO_FACE), frame(SAME)]);
    assert.deepEqual(await collect(booth.symbols), ['no-face', 'capture-unusable']);
    assert.equal((await booth.ended).kind, 'concluded');
  });

  it('ends as a malformed capture when chunks are reordered, foreign or not in their place', async () => {
    const inputs = [
      async () => {
        const booth = await beginBooth(PLAIN_MATCHER);
        await booth.deliver(new Uint8Array(100));
        return booth;
      },
      async () => {
        const booth = await beginBooth(PLAIN_MATCHER);
        await deliverAll(booth, [frame(SAME)]);
        return booth;
      },
      async () => {
        const booth = await beginBooth(PLAIN_MATCHER);
        await deliverAll(booth, [card(SAME), card(SAME)]);
        return booth;
      },
    ];
    for (const input of inputs) {
      const ending = await (await input()).ended;
      assert.equal(ending.kind === 'stopped' && ending.ground, 'malformed-capture');
    }
  });

  it('ends as a fault, without a word, when its engine throws', async () => {
    const booth = await beginBooth(PLAIN_MATCHER);
    await deliverAll(booth, [card(FAULT), frame(SAME)]);
    assert.deepEqual(await collect(booth.symbols), []);
    const ending = await booth.ended;
    assert.equal(ending.kind === 'stopped' && ending.ground, 'booth-fault');
  });

  it('opens nothing under a policy whose thresholds are for other networks', async () => {
    const booth = startBooth(PLAIN_MATCHER);
    await booth.ready;
    const comparison = { ...POLICY.comparison, scale: parseModelId('another-network') };
    booth.begin({ info: INFO, facePolicy: { ...POLICY, comparison } });
    const ending = await booth.ended;
    assert.equal(ending.kind === 'stopped' && ending.cause, 'policy-unsuitable');
  });

  it('ends with a verdict or as a fault, and is gone, whenever it is killed', async () => {
    const points = Array.from({ length: 20 }, (_, at) => at * 40);
    for (const some of batches(points, 4)) {
      await Promise.all(some.map(killAfter));
    }
  });

  it('makes a key of its own', async () => {
    const booths = [startBooth(PLAIN_MATCHER), startBooth(PLAIN_MATCHER)];
    await Promise.all(booths.map((booth) => booth.ready));
    const [one, other] = booths.map((booth) => Buffer.from(booth.publicKey).toString('hex'));
    assert.notEqual(one, other);
    await Promise.all(booths.map((booth) => booth.end('server-stopped')));
  });
});
