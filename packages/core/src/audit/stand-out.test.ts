import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { standOut, type Group } from './stand-out.ts';

/** Two groups, so that the second is all the others. */
function chanceOf(events: number, trials: number, allEvents: number, allTrials: number): number {
  const found = standOut(
    [
      { id: 'one', events, trials },
      { id: 'others', events: allEvents - events, trials: allTrials - trials },
    ],
    0.05,
  );
  return found.find(({ id }) => id === 'one')?.chance ?? Number.NaN;
}

/** mulberry32: the same numbers everywhere. */
function drawFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function drawGroups(draw: () => number, rates: readonly number[], trials: number): Group[] {
  return rates.map((rate, at) => {
    let events = 0;
    for (let trial = 0; trial < trials; trial += 1) if (draw() < rate) events += 1;
    return { id: String(at), events, trials };
  });
}

describe('the chance of so many events in a group', () => {
  // From exact fractions: the sum of C(n,i)·C(N−n,K−i) ∕ C(N,K) over i from k on, with whole numbers of any length.
  for (const [events, trials, allEvents, allTrials, exact] of [
    [3, 10, 10, 100, 0.06001858177500578],
    [8, 20, 30, 400, 2.6190485959865012e-5],
    [50, 400, 1_000, 40_000, 1.0138031071711133e-20],
    [12, 12, 40, 4_000, 1.621649849193902e-25],
    [200, 1_000, 20_000, 1_000_000, 4.8496759454827924e-132],
    [1, 1, 1, 2, 0.5],
    [0, 5, 3, 10, 1],
  ] as const) {
    it(`is that of whole numbers: ${String(events)} of ${String(trials)} among ${String(allEvents)} of ${String(allTrials)}`, () => {
      const chance = chanceOf(events, trials, allEvents, allTrials);
      assert.ok(Math.abs(chance / exact - 1) < 1e-8, `${String(chance)} is not ${String(exact)}`);
    });
  }
});

describe('groups that stand out', () => {
  const ordinary = Array.from({ length: 20 }, (_, at) => ({
    id: `store-${String(at)}`,
    events: 10 + (at % 3),
    trials: 400,
  }));

  it('are named beside all others together, with both counts', () => {
    const [first, ...others] = standOut(
      [...ordinary, { id: 'odd', events: 45, trials: 400 }],
      0.01,
    );
    assert.equal(first?.id, 'odd');
    assert.equal(first.standing, 'stands-out');
    assert.deepEqual(first.others, { events: 219, trials: 8_000 });
    assert.ok(others.every(({ standing }) => standing === 'as-others'));
  });

  it('are none where all do the same', () => {
    assert.ok(standOut(ordinary, 0.05).every(({ standing }) => standing === 'as-others'));
  });

  it('cannot be told where there are too few trials, and that is not fine', () => {
    const few = standOut([...ordinary, { id: 'new', events: 1, trials: 1 }], 0.01);
    assert.equal(few.find(({ id }) => id === 'new')?.standing, 'too-few');
  });

  it('are told of nothing, of no trials, of no events and of all events without a fault', () => {
    assert.deepEqual(standOut([], 0.05), []);
    for (const groups of [
      [{ id: 'a', events: 0, trials: 0 }],
      [
        { id: 'a', events: 0, trials: 10 },
        { id: 'b', events: 0, trials: 1_000 },
      ],
      [
        { id: 'a', events: 10, trials: 10 },
        { id: 'b', events: 1_000, trials: 1_000 },
      ],
    ]) {
      for (const { standing, chance } of standOut(groups, 0.05)) {
        assert.notEqual(standing, 'stands-out');
        assert.ok(chance >= 0 && chance <= 1);
      }
    }
  });

  it('are named wrongly no more often than was borne, whatever the number of groups', () => {
    const draw = drawFrom(1);
    const rounds = 400;
    let wrong = 0;
    for (let round = 0; round < rounds; round += 1) {
      const groups = drawGroups(
        draw,
        Array.from({ length: 50 }, () => 0.03),
        200,
      );
      if (standOut(groups, 0.05).some(({ standing }) => standing === 'stands-out')) wrong += 1;
    }
    // Twenty would be the borne rate; more than 33 has a chance under one in five hundred at it.
    assert.ok(wrong <= 33, `${String(wrong)} of ${String(rounds)}`);
  });

  it('are found: a store with three times the rate of fifty others, at 400 registrations each', () => {
    const draw = drawFrom(2);
    const rounds = 100;
    let found = 0;
    for (let round = 0; round < rounds; round += 1) {
      const rates = [0.09, ...Array.from({ length: 50 }, () => 0.03)];
      const standing = standOut(drawGroups(draw, rates, 400), 0.01);
      if (standing.find(({ id }) => id === '0')?.standing === 'stands-out') found += 1;
    }
    assert.ok(found >= 90, `${String(found)} of ${String(rounds)}`);
  });
});
