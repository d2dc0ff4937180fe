import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { SCREEN_COLOURS, SCREEN_COLOUR_NAMES, type ChallengeStep } from './challenge.ts';
import { drawAgain, drawChallenge, entropyBits, stepLimitMs } from './draw-challenge.ts';

const OUTLINE = {
  straightMs: 600,
  poses: 3,
  holdFromMs: 200,
  holdToMs: 500,
  colours: 11,
  colourMs: 340,
  poseLimitMs: 4_500,
};

/** A source whose numbers anybody can make again. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function many(count: number): readonly (readonly ChallengeStep[])[] {
  const draw = seeded(7);
  return Array.from({ length: count }, () => drawChallenge(OUTLINE, draw));
}

describe('drawChallenge', () => {
  it('begins with the middle, and asks for as many movements and colours as outlined', () => {
    for (const [first, ...rest] of many(200)) {
      assert.deepEqual(first, { kind: 'straight', holdMs: 600 });
      assert.equal(rest.filter(({ kind }) => kind === 'pose').length, 3);
      const colours = rest.filter((step) => step.kind === 'colours');
      assert.equal(colours.length, 1);
      assert.equal(colours[0]?.colours.length, 11);
    }
  });

  it('never asks for the same movement or colour twice running', () => {
    for (const steps of many(500)) {
      const poses = steps.flatMap((step) => (step.kind === 'pose' ? [step.pose] : []));
      poses.forEach((pose, at) => assert.notEqual(pose, poses[at + 1]));
      for (const step of steps) {
        if (step.kind !== 'colours') continue;
        step.colours.forEach((colour, at) => assert.notEqual(colour, step.colours[at + 1]));
      }
    }
  });

  it('always asks for a movement to a side, which a mirrored picture answers wrongly', () => {
    for (const steps of many(500)) {
      assert.ok(steps.some((step) => step.kind === 'pose' && /left|right/.test(step.pose)));
    }
  });

  it('puts the colours at every place, and holds for every time, about equally often', () => {
    const places = new Map<number, number>();
    const holds = new Map<number, number>();
    for (const steps of many(4_000)) {
      const place = steps.findIndex(({ kind }) => kind === 'colours');
      places.set(place, (places.get(place) ?? 0) + 1);
      for (const step of steps) {
        if (step.kind === 'pose') holds.set(step.holdMs, (holds.get(step.holdMs) ?? 0) + 1);
      }
    }
    assert.deepEqual([...places.keys()].sort(), [1, 2, 3, 4]);
    for (const count of places.values()) assert.ok(count > 850 && count < 1_150, `${count}`);
    assert.deepEqual([...holds.keys()].sort(), [200, 300, 400, 500]);
    for (const count of holds.values()) assert.ok(count > 2_600 && count < 3_400, `${count}`);
  });

  it('can do without colours, and without movements', () => {
    const draw = seeded(1);
    const moving = drawChallenge({ ...OUTLINE, colours: 0 }, draw);
    assert.deepEqual(
      moving.map(({ kind }) => kind),
      ['straight', 'pose', 'pose', 'pose'],
    );
    const still = drawChallenge({ ...OUTLINE, poses: 0 }, draw);
    assert.deepEqual(
      still.map(({ kind }) => kind),
      ['straight', 'colours'],
    );
  });
});

describe('drawAgain', () => {
  it('asks for another movement than the one that could not be told', () => {
    const draw = seeded(3);
    for (let round = 0; round < 100; round += 1) {
      const again = drawAgain({ kind: 'pose', pose: 'up', holdMs: 200 }, OUTLINE, draw);
      assert.ok(again.kind === 'pose' && again.pose !== 'up');
    }
  });

  it('asks for either side in place of a side, so that a mirrored picture gets out of none', () => {
    const draw = seeded(3);
    const again = Array.from({ length: 100 }, () =>
      drawAgain({ kind: 'pose', pose: 'left', holdMs: 200 }, OUTLINE, draw),
    ).map((step) => (step.kind === 'pose' ? step.pose : undefined));
    assert.deepEqual([...new Set(again)].sort(), ['left', 'right']);
  });
});

describe('entropyBits', () => {
  it('is at least 25 bits for the ordinary outline with one wrong colour forgiven', () => {
    const bits = entropyBits(OUTLINE, 1);
    assert.ok(bits > 25 && bits < 28, `${bits}`);
  });

  it('counts what is left when everything is counted by hand', () => {
    // One movement to a side: two of them; two colours: 6 · 5 sequences at two places, looked for at two.
    const outline = { ...OUTLINE, poses: 1, colours: 2 };
    assert.equal(entropyBits(outline, 0), Math.log2((2 * 2 * 30) / 2));
  });
});

describe('the screen colours', () => {
  it('hold no saturated red: less than four fifths of the light are red', () => {
    for (const name of SCREEN_COLOUR_NAMES) {
      const [red, green, blue] = SCREEN_COLOURS[name];
      assert.ok(red / (red + green + blue) < 0.8, name);
    }
  });

  it('change no more than three times a second in the ordinary outline', () => {
    assert.ok(1_000 / OUTLINE.colourMs <= 3);
  });
});

describe('stepLimitMs', () => {
  it('leaves time to see all the colours', () => {
    const step = { kind: 'colours', colours: ['rose', 'green'], eachMs: 340 } as const;
    assert.ok(stepLimitMs(step, OUTLINE) > 2 * 340 + 1_000);
  });
});
