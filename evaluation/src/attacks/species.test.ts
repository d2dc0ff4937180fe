import { drawnPersonModel, type Presentation, type RgbPicture } from '@bonin/simulated-person';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SPECIES, SPECIES_NAMES, type SpeciesName } from './species.ts';

const INGREDIENTS = {
  victim: drawnPersonModel(),
  attacker: drawnPersonModel([120, 84, 66]),
};
const SEED = 5;

function open(name: SpeciesName, seed = SEED): Presentation {
  const presentation = SPECIES[name](INGREDIENTS, seed);
  presentation.see({ kind: 'straight' }, 0);
  return presentation;
}

function answerTo(name: SpeciesName, seed = SEED): RgbPicture {
  const presentation = open(name, seed);
  presentation.see({ kind: 'pose', pose: 'left' }, 1500);
  return presentation.frameAt(2600);
}

/** Mean share of blue, in a square around a place given in shares of the picture. */
function blueness({ width, height, pixels }: RgbPicture, x: number, y: number): number {
  let blue = 0;
  let all = 0;
  for (let row = Math.round(y * height) - 10; row < y * height + 10; row += 1) {
    for (let column = Math.round(x * width) - 10; column < x * width + 10; column += 1) {
      const at = 3 * (row * width + column);
      blue += pixels[at + 2]!;
      all += pixels[at]! + pixels[at + 1]! + pixels[at + 2]!;
    }
  }
  return blue / all;
}

/** How much bluer two places become when the page does. */
function response(
  name: SpeciesName,
  places: readonly (readonly [x: number, y: number])[],
): readonly number[] {
  const presentation = open(name);
  const before = presentation.frameAt(1500);
  presentation.see({ kind: 'colour', rgb: [120, 120, 255] }, 1600);
  const after = presentation.frameAt(1900);
  return places.map(([x, y]) => blueness(after, x, y) / blueness(before, x, y) - 1);
}

describe('the species of attacks', () => {
  for (const name of SPECIES_NAMES) {
    it(`draws “${name}” the same for the same seed and otherwise for another`, () => {
      const one = answerTo(name);
      assert.ok(one.width * 10 === one.height * 7, `${one.width} × ${one.height}`);
      assert.equal(Buffer.compare(one.pixels, answerTo(name).pixels), 0);
      assert.notEqual(Buffer.compare(one.pixels, answerTo(name, SEED + 1).pixels), 0);
    });
  }

  it('lets a printed backdrop take the colour of the page as the printed face does', () => {
    const [face = 0, backdrop = 0] = response('right-colours-flat-print', [
      [0.5, 0.55],
      [0.68, 0.4],
    ]);
    assert.ok(face > 0.05, String(face));
    assert.ok(Math.abs(Math.log(face / backdrop)) < 0.7, `${face} ${backdrop}`);
  });

  it('lets no colour of the page into a stream that knows none', () => {
    for (const name of ['still-warped', 'puppet-without-colours', 'replay-injected'] as const) {
      const [face = 1] = response(name, [[0.5, 0.55]]);
      assert.ok(Math.abs(face) < 0.02, `${name}: ${face}`);
    }
  });
});
