/** A live frame that nobody has looked at yet. */
export interface WaitingFrame {
  readonly image: Uint8Array;
  readonly arrivedAtMs: number;
}

/** Frames waiting to be assessed. Bounded: the newest are kept, as they show the face as it is now. */
export interface FrameQueue {
  push(frame: WaitingFrame): void;
  /** No more will come. */
  close(): void;
  /** The oldest frame, once there is one; `undefined` when there is none and none will come. */
  next(): Promise<WaitingFrame | undefined>;
}

export function openFrameQueue(capacity: number): FrameQueue {
  const frames: WaitingFrame[] = [];
  let isClosed = false;
  let wake = Promise.withResolvers<undefined>();

  function rouse(): void {
    wake.resolve(undefined);
    wake = Promise.withResolvers();
  }

  async function next(): Promise<WaitingFrame | undefined> {
    while (frames.length === 0 && !isClosed) await wake.promise;
    return frames.shift();
  }

  return {
    push: (frame) => {
      frames.push(frame);
      if (frames.length > capacity) frames.shift();
      rouse();
    },
    close: () => {
      isClosed = true;
      rouse();
    },
    next,
  };
}
