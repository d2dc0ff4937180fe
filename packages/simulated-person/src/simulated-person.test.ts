import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawnPersonModel } from './drawn-model.ts';
import { ORDINARY_HABITS } from './head-motion.ts';
import { LINEAR_OF_BYTE, streamOf } from './numbers.ts';
import type { PageColour, Presentation, RgbPicture, Shown } from './presentation.ts';
import { drawSetup, type SetupChoice } from './setup.ts';
import { openSimulatedPerson } from './simulated-person.ts';

const CHOICE = { camera: 'laptop', light: 'evening', noise: 'low', room: 'wall' } as const;

function open(
  options: {
    readonly seed?: number;
    readonly choice?: SetupChoice;
    readonly skin?: PageColour;
  } = {},
): Presentation {
  const { seed = 3, choice = CHOICE, skin } = options;
  const setup = drawSetup(streamOf(seed, 'setup'), choice);
  // No blink falls into a picture that is looked at.
  const habits = { ...ORDINARY_HABITS, blinkEveryMs: [90_000, 99_000] as const };
  const person = openSimulatedPerson(drawnPersonModel(skin), { seed, setup, habits });
  person.see({ kind: 'straight' }, 0);
  return person;
}

interface Found {
  readonly nose: { readonly x: number; readonly y: number };
  readonly eyeDistance: number;
}

/** Finds the green tip of the drawn nose and the blue eyes. */
function find({ width, pixels }: RgbPicture): Found {
  const green: { x: number; y: number }[] = [];
  const blue: { x: number; y: number }[] = [];
  for (let at = 0; at < pixels.length; at += 3) {
    const [r, g, b] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
    const place = { x: (at / 3) % width, y: Math.floor(at / 3 / width) };
    if (g > 60 && g > 1.6 * r && g > 1.6 * b) green.push(place);
    if (b > 60 && b > 1.8 * r && b > 1.4 * g) blue.push(place);
  }
  const middle = mean(blue.map(({ x }) => x));
  const left = mean(blue.filter(({ x }) => x < middle).map(({ x }) => x));
  const right = mean(blue.filter(({ x }) => x >= middle).map(({ x }) => x));
  const nose = { x: mean(green.map(({ x }) => x)), y: mean(green.map(({ y }) => y)) };
  return { nose, eyeDistance: right - left };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean of blue over red in linear light, of a square in shares of the picture. */
function blueness({ width, height, pixels }: RgbPicture, centre: { x: number; y: number }): number {
  let red = 0;
  let blue = 0;
  for (let y = Math.round(centre.y * height) - 12; y < centre.y * height + 12; y += 1) {
    for (let x = Math.round(centre.x * width) - 12; x < centre.x * width + 12; x += 1) {
      red += LINEAR_OF_BYTE[pixels[3 * (y * width + x)]!]!;
      blue += LINEAR_OF_BYTE[pixels[3 * (y * width + x) + 2]!]!;
    }
  }
  return blue / red;
}

function after(person: Presentation, shown: Shown, waitMs: number): RgbPicture {
  person.see(shown, 2000);
  return person.frameAt(2000 + waitMs);
}

const pose = (name: Extract<Shown, { kind: 'pose' }>['pose']): Shown => ({
  kind: 'pose',
  pose: name,
});

describe('a simulated person', () => {
  it('is the same for the same seed and another for another', () => {
    const one = after(open(), pose('left'), 900);
    const same = after(open(), pose('left'), 900);
    const other = after(open({ seed: 4 }), pose('left'), 900);
    assert.deepEqual(one.pixels, same.pixels);
    assert.notDeepEqual(one.pixels, other.pixels);
  });

  it('turns towards the right side of the picture when asked to turn left, and back', () => {
    const straight = find(open().frameAt(2000));
    const left = find(after(open(), pose('left'), 1500));
    const right = find(after(open(), pose('right'), 1500));
    assert.ok(left.nose.x > straight.nose.x + 8, `${left.nose.x} ${straight.nose.x}`);
    assert.ok(right.nose.x < straight.nose.x - 8, `${right.nose.x} ${straight.nose.x}`);
    const person = open();
    after(person, pose('left'), 1500);
    person.see({ kind: 'straight' }, 4000);
    // Nobody comes back to the very same place.
    const back = find(person.frameAt(5600)).nose.x - straight.nose.x;
    assert.ok(Math.abs(back) < 0.4 * (left.nose.x - straight.nose.x), String(back));
  });

  it('lifts the face when asked to look up and lowers it when asked to look down', () => {
    const straight = find(open().frameAt(2000));
    assert.ok(find(after(open(), pose('up'), 1500)).nose.y < straight.nose.y - 4);
    assert.ok(find(after(open(), pose('down'), 1500)).nose.y > straight.nose.y + 4);
  });

  it('comes nearer by a quarter to a half', () => {
    const straight = find(open().frameAt(2000));
    const nearer = find(after(open(), pose('nearer'), 1500));
    const ratio = nearer.eyeDistance / straight.eyeDistance;
    assert.ok(ratio > 1.2 && ratio < 1.55, String(ratio));
  });

  it('does not move before anybody could have', () => {
    const straight = find(open().frameAt(2000));
    const early = find(after(open(), pose('left'), 240));
    assert.ok(Math.abs(early.nose.x - straight.nose.x) < 4);
  });

  it('throws a colour of the page back from the skin, and next to none of it from the room', () => {
    const blue: Shown = { kind: 'colour', rgb: [120, 120, 255] };
    const before = open().frameAt(2000);
    const { nose } = find(before);
    const cheek = { x: (nose.x + 28) / before.width, y: (nose.y - 2) / before.height };
    const wall = { x: 0.06, y: 0.5 };
    const lit = after(open(), blue, 300);
    const onSkin = blueness(lit, cheek) / blueness(before, cheek);
    const onWall = blueness(lit, wall) / blueness(before, wall);
    assert.ok(onSkin > 1.1, String(onSkin));
    assert.ok(Math.abs(Math.log(onWall)) < 0.35 * Math.log(onSkin), `${onWall} ${onSkin}`);
  });

  it('never shows a colour before the camera can have it', () => {
    const before = open().frameAt(2020);
    const lit = after(open(), { kind: 'colour', rgb: [120, 120, 255] }, 20);
    assert.deepEqual(lit.pixels, before.pixels);
  });

  it('gives a fresh noise to every picture', () => {
    const person = open();
    assert.notDeepEqual(person.frameAt(2000).pixels, person.frameAt(2000).pixels);
  });

  it('draws every setup, for light and dark skin', (test) => {
    for (let seed = 0; seed < 6; seed += 1) {
      const person = open({
        seed,
        choice: {},
        skin: seed % 2 === 0 ? [226, 188, 170] : [86, 58, 46],
      });
      const began = performance.now();
      const picture = person.frameAt(1000);
      test.diagnostic(`a picture in ${Math.round(performance.now() - began)} ms`);
      const brightest = picture.pixels.reduce((most, value) => Math.max(most, value), 0);
      assert.ok(brightest > 90);
    }
  });
});
