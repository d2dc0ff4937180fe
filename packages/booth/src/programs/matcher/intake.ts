import { createHash } from 'node:crypto';
import { decodeTimedFrame, SealingError, type CaptureUnsealer } from '@bonin/sealing';
import { BoothError } from '../../booth-error.ts';
import type { ReaderFinding } from '../../hand-over.ts';
import type { PipeMessage } from '../../pipe.ts';
import { PipeClosed } from '../run-booth.ts';
import { parseStep } from '../terms.ts';
import { openFrameQueue, type FrameQueue } from './frame-queue.ts';

/** What has come in of one capture, opened: the reader's finding, and live frames in order. */
export interface Intake {
  /** What the reader found on the card. */
  readonly finding: Promise<ReaderFinding>;
  readonly frames: FrameQueue;
  /** Whether the last part is in. */
  isComplete(): boolean;
  /** Rejects when the capture is refused or the parent goes away; otherwise stays open. */
  readonly broken: Promise<never>;
}

/** Frames kept for assessment; as many as a capture of still pictures may hand in at once. */
export const FRAMES_WAITING_MAX = 8;

/**
 * Opens chunks as they arrive, apart from the networks, so that the pipe is drained at the sender's pace.
 * A frame that is byte for byte an earlier one is dropped.
 *
 * Personal data: frames, in the clear, until taken or dropped for newer ones.
 */
export function openIntake(
  messages: AsyncIterator<PipeMessage, void>,
  unsealer: CaptureUnsealer,
  finding: Promise<ReaderFinding>,
  nowMs: () => number,
): Intake {
  const broken = Promise.withResolvers<never>();
  const frames = openFrameQueue(FRAMES_WAITING_MAX);
  const seen = new Set<string>();
  let complete = false;

  /** Whether these bytes did not come before: no camera takes the same picture twice. */
  function isNew(image: Uint8Array): boolean {
    const digest = createHash('sha256').update(image).digest('base64');
    if (seen.has(digest)) return false;
    seen.add(digest);
    return true;
  }

  async function takeIn(): Promise<void> {
    for (;;) {
      const message = await messages.next();
      if (message.done === true) {
        if (complete) return;
        throw new PipeClosed();
      }
      if (message.value.kind === 'step') {
        frames.push({ kind: 'step', step: parseStep(message.value.body), atMs: nowMs() });
        continue;
      }
      if (message.value.kind !== 'chunk') throw new BoothError('PIPE_MESSAGE_MALFORMED');
      const part = await unsealer.open(message.value.body);
      // No matcher looks at a card.
      if (part.kind === 'card') throw new SealingError('CHUNK_MALFORMED', { part: 'kind' });
      if (part.kind === 'frame' && isNew(part.payload)) {
        const arrivedAtMs = nowMs();
        frames.push({ kind: 'frame', image: part.payload, arrivedAtMs, takenAtMs: undefined });
      } else if (part.kind === 'timed-frame') {
        const { image, takenAtMs } = decodeTimedFrame(part.payload);
        if (isNew(image)) frames.push({ kind: 'frame', image, arrivedAtMs: nowMs(), takenAtMs });
      }
      if (part.last) {
        complete = true;
        frames.close();
      }
    }
  }

  takeIn().catch(broken.reject);
  return { finding, frames, isComplete: () => complete, broken: broken.promise };
}
