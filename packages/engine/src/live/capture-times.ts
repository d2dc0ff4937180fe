import type { CaptureFindings } from '@bonin/core';
import { sample } from '../alignment/warp.ts';
import { baseOf, type Pyramid } from '../image/raster.ts';

/** When a frame was taken, on the device's clock, and when it came here, on this one's; milliseconds. */
export interface FrameTimes {
  readonly takenAtMs: number;
  readonly arrivedAtMs: number;
}

const THUMB_WIDE = 48;
const THUMB_HIGH = 36;
/** Mean difference of two frames, in grey levels, under which nothing has changed, not even noise. */
const FROZEN_UNDER = 0.12;
/**
 * A frame may be underway longer than the quickest one by this much. Whoever dates frames back, or lets a clock run ahead
 * and fall back, gains no more time than this to make up an answer.
 */
const UNDERWAY_MOST_MS = 1_000;
/** No camera gives pictures so near together, and no page lets so long a time pass while its camera runs. */
const APART_LEAST_MS = 5;
const APART_MOST_MS = 1_500;

/** Watches whether frames come as from a camera. */
export interface CaptureWatch {
  take(pyramid: Pyramid, times: FrameTimes): void;
  findings(): CaptureFindings;
}

/**
 * Counts what no camera does: frames without noise, times that go backwards or stand, gaps, frames that fell behind their
 * times.
 *
 * A reason for doubt, never for trust: whoever makes frames up can make these right too.
 */
export function openCaptureWatch(): CaptureWatch {
  let before: Float32Array | undefined;
  let lastTakenAtMs: number | undefined;
  let quickestMs = Infinity;
  let frames = 0;
  let frozen = 0;
  let misdated = 0;
  return {
    take(pyramid, { takenAtMs, arrivedAtMs }) {
      frames += 1;
      const underwayMs = arrivedAtMs - takenAtMs;
      quickestMs = Math.min(quickestMs, underwayMs);
      const apartMs = takenAtMs - (lastTakenAtMs ?? takenAtMs - APART_LEAST_MS);
      const isPaced = apartMs >= APART_LEAST_MS && apartMs <= APART_MOST_MS;
      const isInTime = underwayMs - quickestMs <= UNDERWAY_MOST_MS;
      if (!(isPaced && isInTime)) misdated += 1;
      lastTakenAtMs = takenAtMs;
      const now = thumbnail(pyramid);
      if (before !== undefined && meanDifference(before, now) < FROZEN_UNDER) frozen += 1;
      before = now;
    },
    findings: () => ({ frames, frozen, misdated }),
  };
}

function thumbnail(pyramid: Pyramid): Float32Array {
  const { width, height } = baseOf(pyramid);
  const scale = Math.min(width / THUMB_WIDE, height / THUMB_HIGH);
  const toPicture = { a: scale, b: 0, tx: (scale - 1) / 2, ty: (scale - 1) / 2 };
  return sample(pyramid, toPicture, { width: THUMB_WIDE, height: THUMB_HIGH });
}

function meanDifference(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += Math.abs(one[at]! - other[at]!);
  return sum / one.length;
}
