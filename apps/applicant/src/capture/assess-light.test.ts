import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assessLight, measureLuminance } from './assess-light.ts';

const WIDTH = 64;
const HEIGHT = 48;

function picture(lumaAt: (x: number, y: number) => number): Uint8Array {
  const rgba = new Uint8Array(WIDTH * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      rgba.fill(lumaAt(x, y), (y * WIDTH + x) * 4, (y * WIDTH + x) * 4 + 3);
    }
  }
  return rgba;
}

function finding(lumaAt: (x: number, y: number) => number) {
  return assessLight(measureLuminance(picture(lumaAt), WIDTH, HEIGHT));
}

describe('assessLight', () => {
  it('finds an evenly lit face fine, light or dark skinned', () => {
    assert.equal(
      finding(() => 150),
      'fine',
    );
    assert.equal(
      finding(() => 75),
      'fine',
    );
  });

  it('finds a dark room too dark and direct sun too bright', () => {
    assert.equal(
      finding(() => 30),
      'too-dark',
    );
    assert.equal(
      finding(() => 240),
      'too-bright',
    );
  });

  it('finds light from behind, though the picture as a whole is bright', () => {
    const inMiddle = (x: number, y: number) => Math.hypot((x - 32) / 14, (y - 24) / 17) <= 1.1;
    assert.equal(
      finding((x, y) => (inMiddle(x, y) ? 80 : 230)),
      'backlit',
    );
  });

  it('measures nothing as dark rather than as fine', () => {
    assert.deepEqual(measureLuminance(new Uint8Array(), 0, 0), { middle: 0, rim: 0 });
  });
});
