import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openPyramid, type Raster } from '../image/raster.ts';
import { alignedToPicture, eyeDistancePx, type FivePoints } from './five-points.ts';
import { regionToPicture } from './region.ts';
import { apply, fitSimilarity, invert, scaleOf, type Point } from './similarity.ts';
import { warp, type PixelInput } from './warp.ts';

const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
const similarity = fc.record({
  a: fc.double({ min: 0.1, max: 5, noNaN: true }),
  b: fc.double({ min: -5, max: 5, noNaN: true }),
  tx: coordinate,
  ty: coordinate,
});

function close(one: Point, other: Point, tolerance = 1e-6): void {
  assert.ok(
    Math.hypot(one.x - other.x, one.y - other.y) < tolerance,
    `${JSON.stringify(one)} is not ${JSON.stringify(other)}`,
  );
}

const FIVE: readonly Point[] = [
  { x: 30, y: 40 },
  { x: 70, y: 41 },
  { x: 50, y: 62 },
  { x: 36, y: 80 },
  { x: 66, y: 81 },
];

describe('fitSimilarity', () => {
  it('finds again the similarity that moved the points', () => {
    fc.assert(
      fc.property(similarity, (moved) => {
        const found = fitSimilarity(
          FIVE,
          FIVE.map((point) => apply(moved, point)),
        );
        for (const point of FIVE) close(apply(found, point), apply(moved, point));
      }),
    );
  });

  it('leaves no other similarity a smaller distance', () => {
    const target = FIVE.map(({ x, y }, index) => ({ x: 2 * x + index, y: 2 * y - index * index }));
    const best = fitSimilarity(FIVE, target);
    const error = (candidate: typeof best): number =>
      FIVE.reduce((sum, point, index) => {
        const moved = apply(candidate, point);
        const goal = target[index] as Point;
        return sum + (moved.x - goal.x) ** 2 + (moved.y - goal.y) ** 2;
      }, 0);
    for (const nudge of [{ a: 1e-3 }, { a: -1e-3 }, { b: 1e-3 }, { b: -1e-3 }]) {
      const other = { ...best, a: best.a + (nudge.a ?? 0), b: best.b + (nudge.b ?? 0) };
      assert.ok(error(other) > error(best));
    }
  });

  it('refuses points that are all in one place', () => {
    const same = [
      { x: 1, y: 1 },
      { x: 1, y: 1 },
    ];
    assert.throws(() => fitSimilarity(same, same), RangeError);
  });

  it('is undone by its inverse', () => {
    fc.assert(
      fc.property(similarity, coordinate, coordinate, (moved, x, y) => {
        close(apply(invert(moved), apply(moved, { x, y })), { x, y }, 1e-5);
      }),
    );
  });
});

describe('alignedToPicture', () => {
  it('puts a face that already lies as the networks expect where it is', () => {
    const points: FivePoints = {
      leftEye: { x: 38.2946, y: 51.6963 },
      rightEye: { x: 73.5318, y: 51.5014 },
      noseTip: { x: 56.0252, y: 71.7366 },
      leftMouthCorner: { x: 41.5493, y: 92.3655 },
      rightMouthCorner: { x: 70.7299, y: 92.2041 },
    };
    const toPicture = alignedToPicture(points, 112);
    close(apply(toPicture, { x: 10, y: 100 }), { x: 10, y: 100 }, 1e-4);
    assert.ok(Math.abs(eyeDistancePx(points) - 35.24) < 0.01);
  });
});

describe('regionToPicture', () => {
  it('puts the middle of the input on the middle of the region, whatever its turn', () => {
    const toPicture = regionToPicture({ centre: { x: 40, y: 30 }, side: 64, angle: 1 }, 128, 128);
    close(apply(toPicture, { x: 63.5, y: 63.5 }), { x: 40, y: 30 });
    assert.ok(Math.abs(scaleOf(toPicture) - 0.5) < 1e-12);
  });
});

function gradient(width: number, height: number): Raster {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) pixels.set([x, y, 200], (y * width + x) * 3);
  }
  return { width, height, pixels };
}

const PLAIN: PixelInput = {
  width: 4,
  height: 3,
  layout: 'nhwc',
  colourOrder: 'rgb',
  mean: 0,
  divisor: 1,
};

describe('warp', () => {
  const pyramid = openPyramid(gradient(200, 160));
  const identity = { a: 1, b: 0, tx: 0, ty: 0 };

  it('copies pixels where nothing is moved', () => {
    const out = warp(pyramid, { ...identity, tx: 10, ty: 20 }, PLAIN);
    assert.deepEqual([...out.subarray(0, 6)], [10, 20, 200, 11, 20, 200]);
  });

  it('reads between pixels in proportion', () => {
    const out = warp(pyramid, { ...identity, tx: 10.25, ty: 20.5 }, PLAIN);
    assert.deepEqual([...out.subarray(0, 3)], [10.25, 20.5, 200]);
  });

  it('keeps places when it reads from a half', () => {
    for (const scale of [1.5, 2, 3, 4, 6.5]) {
      const out = warp(pyramid, { a: scale, b: 0, tx: 40, ty: 50 }, PLAIN);
      assert.ok(Math.abs(out[3]! - (40 + scale)) < 0.6, `${scale}: ${out[3]}`);
      assert.ok(Math.abs(out[1]! - 50) < 0.6, `${scale}: ${out[1]}`);
    }
  });

  it('averages fine stripes when shrinking instead of picking some', () => {
    const striped = gradient(256, 256);
    striped.pixels.forEach((_, at) => {
      striped.pixels[at] = Math.floor(at / 3) % 2 === 0 ? 0 : 255;
    });
    const out = warp(openPyramid(striped), { a: 3.3, b: 0.4, tx: 60, ty: 60 }, PLAIN);
    for (const value of out) assert.ok(Math.abs(value - 127.5) < 16, `${value}`);
  });

  it('turns with the similarity', () => {
    // A quarter turn: to the right in the input is down in the picture.
    const out = warp(pyramid, { a: 0, b: 1, tx: 30, ty: 40 }, PLAIN);
    assert.deepEqual([...out.subarray(3, 6)], [30, 41, 200]);
  });

  it('orders colours and planes as the network wants and scales them', () => {
    const out = warp(
      pyramid,
      { ...identity, tx: 10, ty: 20 },
      { ...PLAIN, layout: 'nchw', colourOrder: 'bgr', mean: 100, divisor: 50 },
    );
    const plane = PLAIN.width * PLAIN.height;
    assert.equal(out[0], 2);
    assert.ok(Math.abs(out[plane]! - -1.6) < 1e-6);
    assert.ok(Math.abs(out[2 * plane]! - -1.8) < 1e-6);
  });

  it('paints black what lies outside the picture', () => {
    const out = warp(pyramid, { ...identity, tx: -100, ty: -100 }, PLAIN);
    assert.ok(out.every((value) => value === 0));
  });
});
