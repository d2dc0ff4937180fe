import type { ChallengeStep } from '@bonin/core';
import type { FrameSource, TimedPicture } from './frame-source.ts';

const FRAME_INTERVAL_MS = 200;
/** A movement is followed, so frames are closer together. */
const STEP_FRAME_INTERVAL_MS = 165;
/** Each colour has to be seen on two frames or three. */
const COLOUR_FRAME_INTERVAL_MS = 110;
/** With this much waiting to go out, a frame is left out rather than queued. */
export const BUFFERED_BYTES_MAX = 512 * 1024;

/** How far apart frames are taken for what is asked for, if anything is. */
export function frameIntervalMs(asked: ChallengeStep | undefined): number {
  if (asked === undefined) return FRAME_INTERVAL_MS;
  return asked.kind === 'colours' ? COLOUR_FRAME_INTERVAL_MS : STEP_FRAME_INTERVAL_MS;
}

export interface FramePacer {
  /** Ends after the frame that is being made; that one is not sent any more. */
  stop(): void;
}

export interface FramePacerPorts {
  readonly source: Pick<FrameSource, 'nextFrame'>;
  /** Asked for anew after each frame. */
  readonly intervalMs: () => number;
  readonly bufferedBytes: () => number;
  readonly send: (frame: TimedPicture) => Promise<void>;
  readonly onFault: () => void;
}

/**
 * Takes frames at a steady pace and hands them on, fewer where the connection is slow. A camera that keeps its frame back
 * for a moment does not slow the pace down; a frame that took long is not made up for.
 */
export function startFrames(ports: FramePacerPorts): FramePacer {
  const { source, intervalMs, bufferedBytes, send, onFault } = ports;
  const state = { stopped: false };

  // Asked anew after each wait: stopping happens in between.
  const isStopped = (): boolean => state.stopped;

  async function run(): Promise<void> {
    let dueAt = performance.now();
    while (!isStopped()) {
      if (bufferedBytes() < BUFFERED_BYTES_MAX) {
        const frame = await source.nextFrame();
        if (isStopped()) return;
        if (frame !== undefined) await send(frame);
      }
      dueAt = Math.max(dueAt + intervalMs(), performance.now());
      await new Promise((resolve) => setTimeout(resolve, dueAt - performance.now()));
    }
  }

  run().catch(() => {
    if (!isStopped()) onFault();
  });
  return {
    stop() {
      state.stopped = true;
    },
  };
}
