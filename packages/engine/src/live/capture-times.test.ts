import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openPyramid } from '../image/raster.ts';
import { openCaptureWatch, type FrameTimes } from './capture-times.ts';

/** What a watch says of frames that are all different, taken and arrived at these times. */
function misdated(times: readonly FrameTimes[]): number {
  const watch = openCaptureWatch();
  times.forEach((at, place) => watch.take(picture(place), at));
  return watch.findings().misdated;
}

function picture(place: number): ReturnType<typeof openPyramid> {
  const pixels = new Uint8Array(3 * 96 * 72).fill(40 + 20 * (place % 7));
  return openPyramid({ width: 96, height: 72, pixels });
}

function onTime(takenAtMs: number): FrameTimes {
  return { takenAtMs, arrivedAtMs: takenAtMs + 60 };
}

const STEADY = Array.from({ length: 10 }, (_, place) => onTime(110 * place));

describe('the capture watch', () => {
  it('finds nothing in frames that come as from a camera, whatever the clock of the device says', () => {
    assert.equal(misdated(STEADY), 0);
    assert.equal(
      misdated(STEADY.map((at) => ({ ...at, takenAtMs: at.takenAtMs + 86_400_000 }))),
      0,
    );
  });

  it('forgives a line that holds frames up for less than a second', () => {
    const heldUp = STEADY.map((at, place) =>
      place > 3 && place < 8 ? { ...at, arrivedAtMs: 900 + place } : at,
    );
    assert.equal(misdated(heldUp), 0);
  });

  it('counts frames that are said to be older than any line makes them', () => {
    const back = STEADY.map((at, place) => ({
      ...at,
      arrivedAtMs: at.arrivedAtMs + (place < 5 ? 0 : 1_100),
    }));
    assert.equal(misdated(back), 5);
  });

  it('counts every later frame once a clock ran ahead and fell back', () => {
    const ahead = [
      { takenAtMs: 1_200, arrivedAtMs: 60 },
      ...STEADY.map((at) => shifted(at, 1_210)),
    ];
    assert.equal(misdated(ahead), 0, 'a clock that stays ahead is only another clock');
    const back = [{ takenAtMs: 1_200, arrivedAtMs: 60 }, ...STEADY.map((at) => shifted(at, 100))];
    assert.equal(misdated(back), STEADY.length);
  });

  it('counts times that go backwards, stand, or leave a gap', () => {
    assert.equal(misdated([onTime(0), onTime(110), { takenAtMs: 100, arrivedAtMs: 270 }]), 1);
    assert.equal(misdated([onTime(0), onTime(110), { takenAtMs: 112, arrivedAtMs: 270 }]), 1);
    assert.equal(misdated([onTime(0), onTime(110), onTime(1_700)]), 1);
  });

  it('never takes what is no number for a time', () => {
    assert.equal(misdated([onTime(0), { takenAtMs: Number.NaN, arrivedAtMs: 170 }]), 1);
  });
});

function shifted({ takenAtMs, arrivedAtMs }: FrameTimes, byMs: number): FrameTimes {
  return { takenAtMs: takenAtMs + byMs, arrivedAtMs: arrivedAtMs + 110 };
}
