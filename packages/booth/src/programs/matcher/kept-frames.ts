import { PROBE_FRAMES_MAX, type ProbeFramesPolicy } from '@bonin/core';

/** The usable frames of a capture, at most {@link PROBE_FRAMES_MAX} of them: all are compared. */
export interface KeptFrames<Frame> {
  keep(frame: Frame, arrivedAtMs: number): void;
  /** As many as the policy asks for, from as long a time. */
  isEnough(): boolean;
  frames(): readonly Frame[];
}

/**
 * Keeps frames from all over the capture: the first, the newest, and between them such as lie apart.
 *
 * Not verified: that a frame was taken when it arrived.
 * Personal data: frames, until the end of the process.
 */
export function openKeptFrames<Frame>({ minimum, spreadMs }: ProbeFramesPolicy): KeptFrames<Frame> {
  const kept: { readonly frame: Frame; readonly atMs: number }[] = [];

  /** The frame, neither first nor last, whose neighbours are nearest to each other. */
  function mostCrowded(): number {
    let place = 1;
    let least = Infinity;
    for (let at = 1; at < kept.length - 1; at += 1) {
      const gap = (kept[at + 1]?.atMs ?? 0) - (kept[at - 1]?.atMs ?? 0);
      if (gap < least) {
        least = gap;
        place = at;
      }
    }
    return place;
  }

  return {
    keep(frame, atMs) {
      kept.push({ frame, atMs });
      if (kept.length > PROBE_FRAMES_MAX) kept.splice(mostCrowded(), 1);
    },
    isEnough() {
      const spanMs = (kept.at(-1)?.atMs ?? 0) - (kept[0]?.atMs ?? 0);
      return kept.length >= minimum && spanMs >= spreadMs;
    },
    frames: () => kept.map(({ frame }) => frame),
  };
}
