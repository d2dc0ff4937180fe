import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '../metrics/seeded-random.ts';
import { desaturate, photograph, shrink } from './card-effects.ts';
import { CARD_VIEWS, drawCardView } from './card-view.ts';
import { decodeRgb, encodePng, changePixels, type RgbImage } from './rgb-image.ts';

/** Coloured rings: smooth, with edges, and nobody's face. */
function drawRings(width: number, height: number): RgbImage {
  const blank = { width, height, data: new Uint8Array(width * height * 3) };
  return changePixels(blank, (pixel, x, y) => {
    const ring = Math.sin(Math.hypot(x - width / 2, y - height / 2) / 6);
    pixel[0] = 128 + 100 * ring;
    pixel[1] = 90 + 0.4 * x;
    pixel[2] = 200 - 0.5 * y;
  });
}

function colourfulness({ data }: RgbImage): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 3) {
    sum += Math.abs((data[i] ?? 0) - (data[i + 2] ?? 0));
  }
  return sum / (data.length / 3);
}

const original = await encodePng(drawRings(225, 275));
const draw = (view: (typeof CARD_VIEWS)[number], seed: number): Promise<Uint8Array> =>
  drawCardView(original, { view, eyeDistancePx: 90, seed: [seed] });

describe('card-like views of a portrait', () => {
  for (const view of CARD_VIEWS) {
    it(`draws “${view}” the same for the same seed and otherwise for another`, async () => {
      const first = await draw(view, 1);
      assert.deepEqual(first, await draw(view, 1));
      // Eight other seeds: one of them could meet the same JPEG quality by chance, not all.
      const others = await Promise.all([2, 3, 4, 5, 6, 7, 8, 9].map((seed) => draw(view, seed)));
      assert.ok(others.some((other) => Buffer.compare(first, other) !== 0));
    });

    it(`changes the pixels by “${view}” and leaves a readable image`, async () => {
      const before = await decodeRgb(original);
      const after = await decodeRgb(await draw(view, 1));
      assert.notDeepEqual(after.data, before.data);
      assert.ok(after.width > 100 && after.width < 2 * before.width);
    });
  }

  it('never leaves more than 120 px between the eyes and always takes size away', async () => {
    const image = drawRings(600, 700);
    for (const eyeDistancePx of [30, 48, 90, 200, 400]) {
      for (let seed = 0; seed < 10; seed++) {
        const small = await shrink({ image, eyeDistancePx }, seededRandom(seed));
        assert.ok(small.eyeDistancePx <= Math.min(121, eyeDistancePx * 0.81));
        assert.ok(small.image.width < image.width);
      }
    }
  });

  it('photographs a card with 60 to 120 px between the eyes, however small it was printed', async () => {
    for (const eyeDistancePx of [25, 48, 150]) {
      for (let seed = 0; seed < 10; seed++) {
        const image = drawRings(225, 275);
        const seen = await photograph({ image, eyeDistancePx }, seededRandom(seed));
        assert.ok(seen.eyeDistancePx > 59 && seen.eyeDistancePx < 121);
      }
    }
  });

  it('takes at least half of the colour away', async () => {
    const image = drawRings(80, 80);
    const pale = await desaturate({ image, eyeDistancePx: 30 }, seededRandom(4));
    assert.ok(colourfulness(pale.image) < 0.6 * colourfulness(image));
  });
});
