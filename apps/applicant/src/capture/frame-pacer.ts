import type { FrameSource, TimedPicture } from './frame-source.ts';

export const FRAME_INTERVAL_MS = 200;
/** With this much waiting to go out, a frame is left out rather than queued. */
export const BUFFERED_BYTES_MAX = 512 * 1024;

export interface FramePacer {
  /** Ends after the frame that is being made; that one is not sent any more. */
  stop(): void;
}

export interface FramePacerPorts {
  readonly source: Pick<FrameSource, 'nextFrame'>;
  readonly bufferedBytes: () => number;
  readonly send: (frame: TimedPicture) => Promise<void>;
  readonly onFault: () => void;
}

/** Takes frames at a steady pace and hands them on, fewer where the connection is slow. */
export function startFrames({ source, bufferedBytes, send, onFault }: FramePacerPorts): FramePacer {
  const state = { stopped: false };

  // Asked anew after each wait: stopping happens in between.
  const isStopped = (): boolean => state.stopped;

  async function run(): Promise<void> {
    while (!isStopped()) {
      const startedAt = performance.now();
      if (bufferedBytes() < BUFFERED_BYTES_MAX) {
        const frame = await source.nextFrame();
        if (isStopped()) return;
        if (frame !== undefined) await send(frame);
      }
      const spent = performance.now() - startedAt;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, FRAME_INTERVAL_MS - spent)));
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
