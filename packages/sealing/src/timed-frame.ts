import { SealingError } from './sealing-error.ts';

/** Milliseconds, unsigned, before the image. */
const TIME_BYTES = 4;
const TIME_MAX_MS = 0xffff_ffff;

/** A live frame and when the device says that it was taken. */
export interface TimedFrame {
  /** Milliseconds on a clock of the device that began with the capture. Not verified by sealing. */
  readonly takenAtMs: number;
  readonly image: Uint8Array;
}

/** The payload of a `timed-frame`. */
export function encodeTimedFrame({ takenAtMs, image }: TimedFrame): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(TIME_BYTES + image.length);
  const time = Math.min(TIME_MAX_MS, Math.max(0, Math.round(takenAtMs)));
  new DataView(payload.buffer).setUint32(0, time);
  payload.set(image, TIME_BYTES);
  return payload;
}

/** @throws {SealingError} `CHUNK_MALFORMED` when there is no room for a time */
export function decodeTimedFrame(payload: Uint8Array): TimedFrame {
  if (payload.length < TIME_BYTES) {
    throw new SealingError('CHUNK_MALFORMED', { part: 'time', length: payload.length });
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return { takenAtMs: view.getUint32(0), image: payload.subarray(TIME_BYTES) };
}
