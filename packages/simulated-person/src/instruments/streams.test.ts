import { streamOf } from '../numbers.ts';
import type { PageColour, Presentation, RgbPicture, Shown } from '../presentation.ts';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { colourSequence, olderChallenge } from './recording.ts';
import {
  cutTogether,
  datedBack,
  delayed,
  mirrored,
  stretched,
  stuttering,
  switching,
  withColours,
  withFastClock,
} from './streams.ts';

const BLUE: PageColour = [120, 120, 255];
const YELLOW: PageColour = [255, 255, 100];
const LEFT: Shown = { kind: 'pose', pose: 'left' };
const STRAIGHT: Shown = { kind: 'straight' };

interface Watcher extends Presentation {
  readonly saw: [shown: Shown, atMs: number][];
  readonly asked: number[];
}

/** Remembers what it is told; its pictures are two pixels, the first of which is its number. */
function watcher(number = 1): Watcher {
  const saw: [Shown, number][] = [];
  const asked: number[] = [];
  return {
    saw,
    asked,
    see: (shown, atMs) => void saw.push([shown, atMs]),
    frameAt(atMs): RgbPicture {
      asked.push(atMs);
      return { width: 2, height: 1, pixels: Uint8Array.of(number, number, number, 9, 9, 9) };
    },
  };
}

const numberOf = (picture: RgbPicture): number => picture.pixels[0]!;

describe('a stream put in the place of a camera', () => {
  it('shows other colours and leaves the neutral page alone', () => {
    const inner = watcher();
    const stream = withColours(inner, () => YELLOW);
    stream.see({ kind: 'colour', rgb: [235, 235, 235] }, 0);
    stream.see({ kind: 'colour', rgb: BLUE }, 5);
    assert.deepEqual(
      inner.saw.map(([shown]) => shown),
      [
        { kind: 'colour', rgb: [235, 235, 235] },
        { kind: 'colour', rgb: YELLOW },
      ],
    );
  });

  it('shows no colour at all to a puppet without them', () => {
    const inner = watcher();
    withColours(inner, () => undefined).see({ kind: 'colour', rgb: BLUE }, 5);
    assert.deepEqual(inner.saw, [[STRAIGHT, 5]]);
  });

  it('is late by as much as it is told', () => {
    const inner = watcher();
    const stream = delayed(inner, 1500);
    stream.see(LEFT, 100);
    stream.frameAt(200);
    assert.deepEqual([inner.saw, inner.asked], [[[LEFT, 1600]], [200]]);
  });

  it('dates its pictures back once anything was asked, and never before one that it gave', () => {
    const stream = datedBack(watcher(), 1_000);
    const times = [100, 200, 300, 400, 1_500, 3_000];
    const dates = times.map((atMs) => {
      if (atMs === 200) stream.see(LEFT, atMs);
      return stream.dateOf?.(atMs) ?? Number.NaN;
    });
    assert.deepEqual([dates[0], dates[5]], [100, 2_000]);
    assert.ok(
      dates.every((date, place) => place === 0 || date >= dates[place - 1]! + 5 || place === 1),
    );
    assert.ok(dates[4]! < 600);
  });

  it('lets its clock run faster than time does', () => {
    assert.equal(withFastClock(watcher(), 1.6).dateOf?.(100), 160);
  });

  it('sends the last picture again where it was too slow for another', () => {
    const inner = watcher();
    const missed = [true, false, true];
    const stream = stuttering(inner, () => missed.shift() ?? false);
    const pictures = [10, 20, 30, 40].map((atMs) => stream.frameAt(atMs));
    assert.deepEqual(inner.asked, [10, 30]);
    assert.deepEqual(
      pictures.map((picture) => pictures.indexOf(picture)),
      [0, 0, 2, 2],
    );
  });

  it('swaps left and right', () => {
    assert.deepEqual([...mirrored(watcher(7)).frameAt(0).pixels], [9, 9, 9, 7, 7, 7]);
  });

  it('plays a movement slower from the moment that it is asked for', () => {
    const inner = watcher();
    const stream = stretched(inner, 1.6);
    stream.see(LEFT, 1000);
    stream.frameAt(2600);
    const [, saidAt] = inner.saw[0]!;
    assert.equal(inner.asked[0]! - saidAt, 1000);
  });

  it('plays a group of colours slower than it is shown', () => {
    const inner = watcher();
    const stream = stretched(inner, 1.6);
    stream.see(STRAIGHT, 0);
    stream.see({ kind: 'colour', rgb: BLUE }, 1000);
    stream.see({ kind: 'colour', rgb: YELLOW }, 1350);
    const begins = inner.saw[2]![1];
    stream.frameAt(1000 + 1.6 * 350 - 10);
    stream.frameAt(1000 + 1.6 * 350 + 10);
    assert.ok(inner.asked[0]! < begins && inner.asked[1]! > begins);
  });

  it('never goes back in time when it is stretched', () => {
    const inner = watcher();
    const stream = stretched(inner, 1.6);
    const group = colourSequence(streamOf(1, 'group'), 10);
    stream.see(STRAIGHT, 0);
    group.forEach((rgb, at) => {
      stream.see({ kind: 'colour', rgb }, 1000 + 350 * at);
      stream.frameAt(1100 + 350 * at);
    });
    stream.see(LEFT, 4600);
    stream.frameAt(4700);
    const times = inner.saw.map(([, atMs]) => atMs);
    assert.deepEqual(
      times,
      times.toSorted((one, other) => one - other),
    );
    assert.deepEqual(
      inner.asked,
      inner.asked.toSorted((one, other) => one - other),
    );
  });

  it('cuts to another session for each thing that is asked for, after a while', () => {
    const sessions = [watcher(1), watcher(2), watcher(3)];
    const stream = cutTogether(sessions, () => 100);
    stream.see(STRAIGHT, 0);
    stream.see(LEFT, 1000);
    assert.equal(numberOf(stream.frameAt(1050)), 2);
    assert.equal(numberOf(stream.frameAt(1150)), 3);
    assert.deepEqual(sessions[2]!.saw, [[LEFT, 1000]]);
    assert.deepEqual(sessions[1]!.saw.at(-1), [STRAIGHT, 1100]);
  });

  it('switches by what is asked for', () => {
    const stream = switching([watcher(1), watcher(2)], ({ kind }) => (kind === 'straight' ? 1 : 0));
    stream.see(STRAIGHT, 0);
    assert.equal(numberOf(stream.frameAt(1)), 2);
    stream.see(LEFT, 2);
    assert.equal(numberOf(stream.frameAt(3)), 1);
  });
});

describe('a challenge of another day', () => {
  it('is another one for another seed, and never asks for the same twice running', () => {
    const drawn = Array.from({ length: 20 }, (_, seed) => olderChallenge(streamOf(seed, 'older')));
    assert.equal(new Set(drawn.map(({ turns }) => JSON.stringify(turns))).size, 20);
    for (const { turns, lastsMs } of drawn) {
      const poses = turns.flatMap(({ shown }) => (shown.kind === 'pose' ? [shown.pose] : []));
      const colours = turns.flatMap(({ shown }) =>
        shown.kind === 'colour' ? [shown.rgb.join()] : [],
      );
      assert.deepEqual([poses.length, colours.length], [3, 10]);
      assert.ok(colours.every((colour, at) => colour !== colours[at + 1]));
      assert.ok(poses.every((pose, at) => pose !== poses[at + 1]));
      assert.ok(turns.every(({ atMs }) => atMs <= lastsMs));
    }
  });
});
