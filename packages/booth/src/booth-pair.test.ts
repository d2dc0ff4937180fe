import { isVerdict, parseModelId, type BoothSymbol } from '@bonin/core';
import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  beginPair,
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
  sealerFor,
  startPair,
} from '../test/booth-testing.ts';
import type { BoothStopCause } from './booth-ending.ts';
import { BOOTH_ROLES, type BoothRole } from './booth-role.ts';
import type { BoothProgram } from './launch.ts';
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

async function killAfter(role: BoothRole, ms: number): Promise<void> {
  const booths = await beginPair();
  const frames = Array.from({ length: 6 }, () => frame(SAME));
  const delivered = deliverAll(booths, [card(SAME), ...frames, END], 80);
  setTimeout(() => {
    // Once it is gone its number may be somebody else's.
    const pid = booths.pids[BOOTH_ROLES.indexOf(role)] ?? 0;
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }, ms);
  const symbols = await collect(booths.symbols);
  const ending = await booths.ended;
  await delivered;
  assert.deepEqual(booths.pids.filter(isAlive), []);
  assert.equal(symbols.some(isVerdict), ending.kind === 'concluded');
  if (ending.kind === 'stopped') assert.equal(ending.ground, 'booth-fault');
}

function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => {
    return items.slice(at * size, (at + 1) * size);
  });
}

describe('the two booths of an attempt', () => {
  it('lives one life: key, reference, frames, verdict, gone', async () => {
    const booths = await beginPair();
    assert.deepEqual([booths.keys.reader.length, booths.keys.matcher.length], [65, 65]);
    await deliverAll(booths, [card(SAME), frame(SAME), frame(SAME), frame(SAME), END]);
    const said = await collect(booths.symbols);
    assert.deepEqual(withoutSufficient(said), ['reference-acquired', 'match']);
    const ending = await booths.ended;
    assert.equal(ending.kind === 'concluded' && ending.verdict, 'match');
    assert.deepEqual(booths.pids.filter(isAlive), []);
    assert.equal(ending.account.symbolsSaid, said.length);
    assert.ok(ending.account.cpuMs > 0 && ending.account.peakResidentBytes > 0);
  });

  it('says non-match when the frames show somebody else', async () => {
    const booths = await beginPair();
    await deliverAll(booths, [card(SAME), frame(OTHER), frame(OTHER), END]);
    const said = await collect(booths.symbols);
    assert.deepEqual(withoutSufficient(said), ['reference-acquired', 'non-match']);
  });

  it('says when enough good frames are there, once they are spread as the policy asks', async () => {
    const booths = await beginPair(SPREAD);
    const frames = Array.from({ length: 8 }, () => frame(SAME));
    await deliverAll(booths, [card(SAME), ...frames, END], 200);
    const symbols = await collect(booths.symbols);
    assert.deepEqual(symbols, ['reference-acquired', 'capture-sufficient', 'match']);
  });

  it('decides nothing about good frames that all came in one burst', async () => {
    const booths = await beginPair(SPREAD);
    const frames = Array.from({ length: 8 }, () => frame(SAME));
    await deliverAll(booths, [card(SAME), ...frames, END]);
    assert.deepEqual(await collect(booths.symbols), ['reference-acquired', 'capture-unusable']);
  });

  it('decides nothing about one frame sent many times, slowly or not', async () => {
    const still = frame(SAME);
    const copies = [still, still, still, still, still];
    for (const [policy, pauseMs] of [[SPREAD, 400] as const, [POLICY, 0] as const]) {
      const booths = await beginPair(policy);
      await deliverAll(booths, [card(SAME), ...copies, END], pauseMs);
      assert.deepEqual(await collect(booths.symbols), ['reference-acquired', 'capture-unusable']);
    }
  });

  it('sees a face that comes in after enough frames were good', async () => {
    const booths = await beginPair();
    const good = Array.from({ length: 6 }, () => frame(SAME));
    await deliverAll(booths, [card(SAME), ...good, frame(OTHER), END]);
    assert.equal((await collect(booths.symbols)).at(-1), 'non-match');
  });

  it('says what to change when it holds for a second, and why nothing could be decided', async () => {
    const booths = await beginPair();
    const frames = Array.from({ length: 8 }, () => frame(NO_FACE));
    await deliverAll(booths, [card(SAME), ...frames, END], 200);
    const symbols = await collect(booths.symbols);
    assert.deepEqual(symbols, ['reference-acquired', 'no-face', 'no-face', 'capture-unusable']);
  });

  it('says what is wrong with a card that has no face, and ends', async () => {
    const booths = await beginPair();
    await deliverAll(booths, [card(NO_FACE), frame(SAME)]);
    assert.deepEqual(await collect(booths.symbols), ['no-face', 'capture-unusable']);
    assert.equal((await booths.ended).kind, 'concluded');
  });

  it('ends as a malformed capture when chunks are reordered, foreign or not in their place', async () => {
    const inputs = [
      async () => {
        const booths = await beginPair();
        await booths.deliver(new Uint8Array(100));
        return booths;
      },
      async () => {
        const booths = await beginPair();
        await deliverAll(booths, [frame(SAME)]);
        return booths;
      },
      async () => {
        const booths = await beginPair();
        const chunk = await (await sealerFor(booths)).seal(card(SAME));
        await booths.deliver(chunk);
        await booths.deliver(chunk);
        return booths;
      },
    ];
    for (const input of inputs) {
      const ending = await (await input()).ended;
      assert.equal(ending.kind === 'stopped' && ending.ground, 'malformed-capture');
    }
  });

  it('ends as a fault, without a word, when its engine throws', async () => {
    const booths = await beginPair();
    await deliverAll(booths, [card(FAULT), frame(SAME)]);
    assert.deepEqual(await collect(booths.symbols), []);
    const ending = await booths.ended;
    assert.equal(ending.kind === 'stopped' && ending.ground, 'booth-fault');
  });

  it('opens nothing under a policy whose thresholds are for other networks', async () => {
    const booths = startPair();
    await booths.ready;
    const comparison = { ...POLICY.comparison, scale: parseModelId('another-network') };
    booths.begin({ bound: BOUND, facePolicy: { ...POLICY, comparison } });
    const ending = await booths.ended;
    assert.equal(ending.kind === 'stopped' && ending.cause, 'policy-unsuitable');
  });

  it('ends with a verdict or as a fault, and is gone, whenever it is killed', async () => {
    const points = Array.from({ length: 12 }, (_, at) => at * 65);
    for (const some of batches(points, 4)) {
      await Promise.all(some.map((ms) => killAfter('matcher', ms)));
      await Promise.all(some.map((ms) => killAfter('reader', ms)));
    }
  });

  it('make keys of their own, four in two attempts', async () => {
    const pairs = [startPair(), startPair()];
    await Promise.all(pairs.map((booths) => booths.ready));
    const keys = pairs.flatMap(({ keys: { reader, matcher } }) => [reader, matcher]);
    assert.equal(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size, 4);
    await Promise.all(pairs.map((booths) => booths.end('server-stopped')));
  });
});

describe('a reader booth', () => {
  it('is gone as soon as its portrait is handed over, long before its matcher', async () => {
    const booths = await beginPair();
    const [reader = 0, matcher = 0] = booths.pids;
    await deliverAll(booths, [card(SAME)]);
    for await (const symbol of booths.symbols) {
      assert.equal(symbol, 'reference-acquired');
      break;
    }
    await gone(reader);
    assert.equal(isAlive(matcher), true);
    await booths.end('withdrawn');
    assert.equal((await booths.ended).kind, 'stopped');
  });

  for (const role of BOOTH_ROLES) {
    it(`does not outlive, nor is outlived: both are gone within a second of the death of the ${role}`, async () => {
      const booths = await beginPair();
      const [first = 0, other = 0] = role === 'reader' ? booths.pids : booths.pids.toReversed();
      process.kill(first, 'SIGKILL');
      const since = performance.now();
      await gone(other);
      assert.ok(performance.now() - since < 1_000);
      const ending = await booths.ended;
      assert.equal(ending.kind === 'stopped' && ending.ground, 'booth-fault');
    });
  }

  it('has one way to its matcher, that leads nowhere else and never back', async () => {
    const booths = await beginPair();
    const [reader = 0, matcher = 0] = booths.pids;
    const wayOf = (pid: number) => readlinkSync(`/proc/${String(pid)}/fd/3`);
    assert.match(wayOf(reader), /^socket:/);
    const own = readdirSync('/proc/self/fd').map((fd) => linkOf(`/proc/self/fd/${fd}`));
    for (const pid of [reader, matcher]) assert.equal(own.includes(wayOf(pid)), false);
    await booths.end('withdrawn');
  });

  it('hands nothing to a matcher under another key than the device knows', async () => {
    const booths = await beginPair();
    const stranger = await beginPair();
    const sealer = await sealerFor({
      keys: { reader: booths.keys.reader, matcher: stranger.keys.matcher },
    });
    await booths.deliver(await sealer.seal(card(SAME)));
    const ending = await booths.ended;
    assert.equal(ending.kind === 'stopped' && ending.cause, 'capture-refused');
    await stranger.end('withdrawn');
  });
});

describe('a hostile reader booth', () => {
  async function assertStopped(reader: BoothProgram, cause: BoothStopCause): Promise<void> {
    const booths = await beginPair(POLICY, { ...LIMITS, exitMs: 400 }, { ...PLAIN, reader });
    await booths.deliver(ANY_CARD);
    assert.deepEqual(await collect(booths.symbols), []);
    const ending = await booths.ended;
    assert.equal(ending.kind === 'stopped' ? ending.cause : ending.kind, cause);
    assert.deepEqual(booths.pids.filter(isAlive), []);
  }

  it('is killed for a single word, whichever', async () => {
    await assertStopped(hostile('bad-byte'), 'egress-violation');
    await assertStopped(hostile('two-verdicts'), 'egress-violation');
    await assertStopped(hostile('long-message'), 'egress-violation');
  });

  it('brings no verdict about with what no reader of this attempt has sealed', async () => {
    await assertStopped(hostile('hand-over-garbage'), 'crashed');
  });

  it('ends its matcher when it goes without handing anything over', async () => {
    await assertStopped(hostile('fail'), 'crashed');
  });

  for (const [deed, cause] of [
    ['stay', 'time-limit'],
    ['speak', 'egress-violation'],
  ] as const) {
    it(`takes the verdict with it when it hands over and then does not go: ${deed}`, async () => {
      const reader = { ...PLAIN.reader, arguments: [deed] };
      const limits = { ...LIMITS, exitMs: 400 };
      const booths = await beginPair(POLICY, limits, { ...PLAIN, reader });
      const parts = [card(SAME), frame(SAME), frame(SAME), END];
      await deliverAll(booths, parts);
      const said = await collect(booths.symbols);
      assert.equal(said.some(isVerdict), false);
      const ending = await booths.ended;
      assert.equal(ending.kind === 'stopped' ? ending.cause : ending.kind, cause);
      assert.deepEqual(booths.pids.filter(isAlive), []);
    });
  }
});

/** The plaintext header of a card and nothing that anybody could open. */
const ANY_CARD = Uint8Array.from({ length: 100 }, (_, at) => (at < 3 ? 1 : 0));

async function gone(pid: number): Promise<void> {
  const limit = performance.now() + 2_000;
  while (isAlive(pid)) {
    assert.ok(performance.now() < limit, 'it stays');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
