import type { ChallengeStep } from '@bonin/core';

/** A live frame that nobody has looked at yet. */
export interface WaitingFrame {
  readonly kind: 'frame';
  readonly image: Uint8Array;
  readonly arrivedAtMs: number;
  /** When the device says it was taken, on its own clock; `undefined` for a frame without a time. */
  readonly takenAtMs: number | undefined;
}

/** A step of the challenge that was released between two frames. */
export interface ReleasedStep {
  readonly kind: 'step';
  readonly step: ChallengeStep;
  readonly atMs: number;
}

/**
 * What waits to be looked at, in the order in which it came.
 *
 * Bounded: of the frames the newest are kept, as they show the face as it is now. Steps are never dropped.
 */
export interface FrameQueue {
  push(item: WaitingFrame | ReleasedStep): void;
  /** No more will come. */
  close(): void;
  /** The oldest, once there is one; `undefined` when there is none and none will come. */
  next(): Promise<WaitingFrame | ReleasedStep | undefined>;
}

export function openFrameQueue(capacity: number): FrameQueue {
  const items: (WaitingFrame | ReleasedStep)[] = [];
  let isClosed = false;
  let wake = Promise.withResolvers<undefined>();

  function rouse(): void {
    wake.resolve(undefined);
    wake = Promise.withResolvers();
  }

  function dropOldestFrame(): void {
    const frames = items.filter(({ kind }) => kind === 'frame').length;
    if (frames > capacity)
      items.splice(
        items.findIndex(({ kind }) => kind === 'frame'),
        1,
      );
  }

  async function next(): Promise<WaitingFrame | ReleasedStep | undefined> {
    while (items.length === 0 && !isClosed) await wake.promise;
    return items.shift();
  }

  return {
    push: (item) => {
      items.push(item);
      dropOldestFrame();
      rouse();
    },
    close: () => {
      isClosed = true;
      rouse();
    },
    next,
  };
}
