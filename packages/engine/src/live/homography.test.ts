import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { fitHomography, mapByHomography, type Homography } from './homography.ts';

const TURNED: Homography = [0.96, 0.02, 12, -0.01, 1.03, -7, 0.0006, -0.0002, 1];
const POINTS = [10, 60, 110, 160, 210].flatMap((x) => [15, 70, 130, 205].map((y) => ({ x, y })));

describe('fitHomography', () => {
  it('finds how a plane was turned', () => {
    const pairs = POINTS.map((from) => ({ from, to: mapByHomography(TURNED, from) }));
    const found = fitHomography(pairs);
    assert.ok(found !== undefined);
    for (const { from, to } of pairs) {
      const mapped = mapByHomography(found, from);
      assert.ok(Math.hypot(mapped.x - to.x, mapped.y - to.y) < 1e-6);
    }
  });

  it('does not take what stands out of a plane along', () => {
    const pairs = POINTS.map((from, at) => {
      const to = mapByHomography(TURNED, from);
      return { from, to: at === 9 ? { x: to.x + 8, y: to.y } : to };
    });
    const weights = pairs.map((_, at) => (at === 9 ? 0 : 1));
    const found = fitHomography(pairs, weights);
    assert.ok(found !== undefined);
    const mapped = mapByHomography(found, pairs[9]!.from);
    assert.ok(Math.abs(pairs[9]!.to.x - mapped.x - 8) < 1e-6);
  });

  it('fits nothing to three points, or to points that are one', () => {
    const pairs = POINTS.slice(0, 3).map((from) => ({ from, to: from }));
    assert.equal(fitHomography(pairs), undefined);
    const one = POINTS.map(() => ({ from: { x: 5, y: 5 }, to: { x: 5, y: 5 } }));
    assert.equal(fitHomography(one), undefined);
  });
});
