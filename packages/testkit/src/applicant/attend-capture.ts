import type { ChallengeProfile } from '@bonin/core';
import type { Presentation, RgbPicture } from '@bonin/simulated-person';
import sharp from 'sharp';
import { openCaptureDevice, type CaptureEnding, type OpenedCapture } from './capture-device.ts';
import { shownFor } from './shown-for.ts';

/** Somebody with a card, and who or what is before the camera. */
export interface SimulatedApplicant {
  readonly card: Uint8Array;
  readonly presentation: Presentation;
  readonly profile?: ChallengeProfile;
}

/** What a device saw of one attempt. */
export interface AttendedCapture {
  readonly ending: CaptureEnding;
  readonly frames: number;
  /** Steps that were asked for, again ones included. */
  readonly steps: number;
  /** From the first step to the word that nothing more is asked; `undefined` when that was not heard. */
  readonly challengeMs: number | undefined;
  /** From the last live frame being sealed until the answer is heard. */
  readonly lastFrameToAnswerMs: number;
}

/** A page sends a live frame so often; while colours are shown, oftener. */
const FRAME_INTERVAL_MS = 165;
const COLOUR_FRAME_INTERVAL_MS = 110;
const JPEG_QUALITY = 85;

/**
 * Goes one attempt's whole way, in its own time: joins, consents, asks for a booth, sends the card and then live frames
 * of a presentation that sees what a page would show, until the answer.
 *
 * Personal data: seals pictures to the booth; keeps times only.
 *
 * @throws {ApplicantError} when there is no attempt to be had
 */
export async function attendCapture(
  serviceUrl: string,
  captureLink: string,
  { card, presentation, profile }: SimulatedApplicant,
): Promise<AttendedCapture> {
  using device = await openCaptureDevice(serviceUrl, captureLink);
  const capture = await device.requestAttempt(profile);
  await capture.sendCard(card);
  return await presentLive(capture, presentation);
}

/** Sends live frames of a presentation for as long as something is asked, ends the capture and hears the answer. */
export async function presentLive(
  capture: OpenedCapture,
  presentation: Presentation,
): Promise<AttendedCapture> {
  const began = performance.now();
  const sinceBegan = (): number => performance.now() - began;
  const state = { goesOn: true, coloursUntilMs: 0, frames: 0, lastFrameAtMs: 0 };
  let shownUntilMs = 0;
  let steps = 0;
  let firstStepAtMs: number | undefined;
  presentation.see({ kind: 'straight' }, 0);

  const sending = sendFrames();
  try {
    for (;;) {
      const asked = await capture.hear();
      const nowMs = sinceBegan();
      if (asked.kind === 'ended') return account(asked.ending, undefined);
      if (asked.kind === 'enough') {
        state.goesOn = false;
        await sending;
        await capture.end();
        return account(await endingOf(capture), nowMs);
      }
      steps += 1;
      firstStepAtMs ??= nowMs;
      for (const { afterMs, shown } of shownFor(asked.step)) {
        shownUntilMs = Math.max(shownUntilMs, nowMs + afterMs);
        presentation.see(shown, shownUntilMs);
      }
      state.coloursUntilMs = asked.step.kind === 'colours' ? Infinity : 0;
    }
  } finally {
    state.goesOn = false;
    await sending;
  }

  async function sendFrames(): Promise<void> {
    while (state.goesOn) {
      const takenAtMs = sinceBegan();
      const image = await encodeFrame(presentation.frameAt(takenAtMs));
      await capture.sendFrame(image, takenAtMs);
      state.lastFrameAtMs = sinceBegan();
      state.frames += 1;
      const paceMs =
        takenAtMs < state.coloursUntilMs ? COLOUR_FRAME_INTERVAL_MS : FRAME_INTERVAL_MS;
      // Other things of this process have their turn at least between two frames.
      await pause(Math.max(1, takenAtMs + paceMs - sinceBegan()));
    }
  }

  function account(ending: CaptureEnding, overAtMs: number | undefined): AttendedCapture {
    return {
      ending,
      frames: state.frames,
      steps,
      challengeMs:
        overAtMs === undefined || firstStepAtMs === undefined
          ? undefined
          : overAtMs - firstStepAtMs,
      lastFrameToAnswerMs: sinceBegan() - state.lastFrameAtMs,
    };
  }
}

/** Hears until the attempt has ended. */
export async function endingOf(capture: OpenedCapture): Promise<CaptureEnding> {
  for (;;) {
    const asked = await capture.hear();
    if (asked.kind === 'ended') return asked.ending;
  }
}

/** A picture as a device encodes it. */
export async function encodeFrame({ width, height, pixels }: RgbPicture): Promise<Uint8Array> {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
