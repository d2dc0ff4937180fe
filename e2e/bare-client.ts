import { endingOf, type CaptureEnding, type OpenedCapture } from '@bonin/testkit/applicant';

/** A live frame as it was sent, to be sent again. */
export interface SentFrame {
  readonly image: Uint8Array;
  readonly takenAtMs: number;
}

/** What a client kept of a session: the frames in the clear, and every chunk as it was sealed. */
export interface KeptSession {
  readonly frames: SentFrame[];
  readonly chunks: Uint8Array<ArrayBuffer>[];
}

/** Passes everything on to a capture and keeps it. */
export function keeping(capture: OpenedCapture, kept: KeptSession): OpenedCapture {
  const keep = async (sent: Promise<Uint8Array<ArrayBuffer>>) => {
    const chunk = await sent;
    kept.chunks.push(chunk);
    return chunk;
  };
  return {
    ...capture,
    sendCard: (image) => keep(capture.sendCard(image)),
    sendFrame: (image, takenAtMs) => {
      kept.frames.push({ image, takenAtMs });
      return keep(capture.sendFrame(image, takenAtMs));
    },
  };
}

/** Lets a capture's frames carry other times than those at which they were taken. */
export function withTimes(
  capture: OpenedCapture,
  timeOf: (takenAtMs: number) => number,
): OpenedCapture {
  return {
    ...capture,
    sendFrame: (image, takenAtMs) => capture.sendFrame(image, timeOf(takenAtMs)),
  };
}

/** Sends frames as they were sent once, each at its time, whatever is asked; ends when nothing more is asked. */
export async function playBack(
  capture: OpenedCapture,
  frames: readonly SentFrame[],
): Promise<CaptureEnding> {
  const state = { goesOn: true };
  const playing = play();
  try {
    for (;;) {
      const asked = await capture.hear();
      if (asked.kind === 'ended') return asked.ending;
      if (asked.kind === 'enough') break;
    }
  } finally {
    state.goesOn = false;
    await playing;
  }
  await capture.end();
  return endingOf(capture);

  async function play(): Promise<void> {
    const began = performance.now();
    const [first] = frames;
    for (const { image, takenAtMs } of frames) {
      const at = takenAtMs - (first?.takenAtMs ?? 0);
      const waitMs = at - (performance.now() - began);
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      if (!state.goesOn) return;
      await capture.sendFrame(image, takenAtMs);
    }
  }
}
