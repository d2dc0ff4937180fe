import type { ChallengeStep } from '@bonin/core';
import { encodeTimedFrame, type CapturePart } from '@bonin/sealing';
import type { LightFinding } from './assess-light.ts';
import { frameIntervalMs, startFrames, type FramePacer } from './frame-pacer.ts';
import type { FrameSource, PageShown, TimedPicture } from './frame-source.ts';
import { keepScreenAwake } from './keep-screen-awake.ts';
import { showStep } from './show-step.ts';

export interface LiveCapturePorts {
  readonly onLight: (light: LightFinding | undefined) => void;
  readonly onShown: (shown: PageShown) => void;
  /** A frame to be sealed and sent; the next one waits for it. */
  readonly send: (part: CapturePart) => Promise<void>;
  readonly bufferedBytes: () => number;
  readonly onFault: () => void;
}

/** One opened face camera, or whoever stands in for it: what it is shown, and the frames it gives. */
export interface LiveCapture {
  /** Shows what is asked for, in place of what was. */
  ask(step: ChallengeStep): void;
  /** @param timed - whether each frame carries its time, as under a challenge */
  sendFrames(timed: boolean): void;
  stopFrames(): void;
  close(): void;
}

const LIGHT_INTERVAL_MS = 500;
const NUDGE_MS = 60;

/**
 * Begins with an opened source, and closes it in the end.
 *
 * Personal data: hands live frames on, one at a time, and keeps none.
 */
export function openLiveCapture(source: FrameSource, ports: LiveCapturePorts): LiveCapture {
  // The device's clock of this capture; it says nothing of when the page was opened.
  const beganAt = performance.now();
  const letScreenSleep = keepScreenAwake();
  const lightTimer = setInterval(() => {
    ports.onLight(source.light());
  }, LIGHT_INTERVAL_MS);
  let asked: ChallengeStep | undefined;
  let pacer: FramePacer | undefined;
  let stopShowing: (() => void) | undefined;

  function partOf({ image, takenAtMs }: TimedPicture, timed: boolean): CapturePart {
    if (!timed) return { kind: 'frame', last: false, payload: image };
    const payload = encodeTimedFrame({ takenAtMs: takenAtMs - beganAt, image });
    return { kind: 'timed-frame', last: false, payload };
  }

  return {
    ask(step) {
      stopShowing?.();
      asked = step;
      nudge();
      stopShowing = showStep(step, {
        show: (shown) => {
          source.see(shown);
          ports.onShown(shown);
        },
        nowMs: () => performance.now(),
        beforeDrawing: (draw) => requestAnimationFrame(draw),
      });
    },
    sendFrames(timed) {
      pacer = startFrames({
        source,
        intervalMs: () => frameIntervalMs(asked),
        bufferedBytes: ports.bufferedBytes,
        send: (picture) => ports.send(partOf(picture, timed)),
        onFault: ports.onFault,
      });
    },
    stopFrames: () => pacer?.stop(),
    close() {
      pacer?.stop();
      stopShowing?.();
      clearInterval(lightTimer);
      letScreenSleep();
      source.close();
    },
  };
}

/** Something new is asked for: whoever looks past the screen feels it, where the device can. */
function nudge(): void {
  if ('vibrate' in navigator) navigator.vibrate(NUDGE_MS);
}
