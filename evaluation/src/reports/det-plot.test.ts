import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import sharp from 'sharp';
import { drawDetPlot, normalDeviate } from './det-plot.ts';
import { formatCount, formatRate, formatShare, table } from './format.ts';

describe('the DET plot', () => {
  it('knows the normal deviates of common rates', () => {
    // Table values of the standard normal quantile.
    for (const [probability, deviate] of [
      [0.5, 0],
      [0.1, -1.28155],
      [0.01, -2.32635],
      [1e-4, -3.71902],
      [0.975, 1.95996],
    ] as const) {
      assert.ok(Math.abs(normalDeviate(probability) - deviate) < 2e-3);
    }
  });

  it('draws one path a curve, its counts in the legend, and no number that is none', async () => {
    const points = [
      { threshold: 0, fmr: 1, fnmr: 0 },
      { threshold: 0.5, fmr: 0.01, fnmr: 0.02 },
      { threshold: Number.POSITIVE_INFINITY, fmr: 0, fnmr: 1 },
    ];
    const svg = drawDetPlot('A & B', [
      { label: 'one <249 mated>', points, operatingPoint: { fmr: 0, fnmr: 0.01 } },
      { label: 'two', points, operatingPoint: { fmr: 0.01, fnmr: 0.02 } },
    ]);
    assert.equal(svg.match(/<path /g)?.length, 2);
    assert.equal(svg.match(/<circle /g)?.length, 2);
    // An image library reads it strictly: it would refuse what is not well formed.
    const pixels = await sharp(Buffer.from(svg)).metadata();
    assert.equal(pixels.format, 'svg');
    assert.match(svg, /one &lt;249 mated>/);
    assert.match(svg, /A &amp; B/);
    assert.doesNotMatch(svg, /NaN|Infinity/);
  });
});

describe('rates in a report', () => {
  it('are never printed without their counts', () => {
    const text = formatRate({
      errors: 2,
      trials: 249,
      rate: 2 / 249,
      bounds: { lower: 0.001, upper: 0.0287 },
      boundsByPerson: null,
      personsInErrors: 2,
    });
    assert.equal(text, '0.803 % (2/249; 0.1 % to 2.87 %)');
  });

  it('keep small shares readable', () => {
    assert.equal(formatShare(0), '0');
    assert.equal(formatShare(0.00009), '9.0e-5');
    assert.equal(formatShare(1), '100 %');
    assert.equal(formatCount(61752), '61,752');
  });

  it('stand in tables', () => {
    assert.equal(table(['a', 'b'], [['1', '2']]), '| a | b |\n| --- | --- |\n| 1 | 2 |');
  });
});
