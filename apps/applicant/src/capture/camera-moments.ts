/** What a browser tells of a picture of a video (HTMLVideoElement.requestVideoFrameCallback). */
export interface PictureTold {
  /** When it was handed to the screen. */
  readonly presentationTime: number;
  /** When the camera took it; not every browser tells. */
  readonly captureTime?: number;
}

/** A video as far as it tells of its pictures; browsers that are older tell nothing. */
export interface TellingVideo {
  readonly currentTime: number;
  requestVideoFrameCallback?(told: (nowMs: number, picture: PictureTold) => void): number;
  cancelVideoFrameCallback?(handle: number): void;
}

/** A picture that does not come within this time is not waited for. */
const PICTURE_WITHIN_MS = 400;
/** A capture time further away than this from now is of another clock. */
const CREDIBLE_MS = 1_000;

/** When a picture was taken, as well as it is told; never later than now. */
export function takenAtOf({ captureTime, presentationTime }: PictureTold, nowMs: number): number {
  const isCredible =
    captureTime !== undefined && captureTime <= nowMs && captureTime > nowMs - CREDIBLE_MS;
  return isCredible ? captureTime : Math.min(nowMs, presentationTime);
}

/** Waits for pictures of a camera, each only once. */
export interface CameraMoments {
  /**
   * Waits for the next picture.
   *
   * @returns when it was taken, by `performance.now()`; `undefined` when none has come. The picture is on the video while
   * the promise is being settled, and may be another one afterwards.
   */
  next(): Promise<number | undefined>;
}

export function watchCamera(video: TellingVideo, nowMs = () => performance.now()): CameraMoments {
  let lastTakenAt = -Infinity;
  let lastPosition = -1;

  /** The same picture twice is none: a camera gives no two alike. */
  function onlyNew(takenAt: number | undefined): number | undefined {
    if (takenAt === undefined || takenAt <= lastTakenAt) return undefined;
    lastTakenAt = takenAt;
    return takenAt;
  }

  /** Without being told, a video that has gone on has another picture. */
  function untold(): number | undefined {
    if (video.currentTime === lastPosition) return undefined;
    lastPosition = video.currentTime;
    return nowMs();
  }

  return {
    async next() {
      if (video.requestVideoFrameCallback === undefined) return onlyNew(untold());
      return onlyNew(await nextTold(video));
    },
  };

  function nextTold(telling: TellingVideo): Promise<number | undefined> {
    return new Promise((resolve) => {
      const handle = telling.requestVideoFrameCallback?.((_now, picture) => {
        clearTimeout(limit);
        resolve(takenAtOf(picture, nowMs()));
      });
      const limit = setTimeout(() => {
        if (handle !== undefined) telling.cancelVideoFrameCallback?.(handle);
        // A browser that draws the video nowhere tells nothing of it.
        resolve(untold());
      }, PICTURE_WITHIN_MS);
    });
  }
}
