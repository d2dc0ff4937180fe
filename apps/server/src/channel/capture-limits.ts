/** What one connection of the capture channel may do, and how many there may be. */
export interface CaptureLimits {
  /** From connecting to `capture-joined`. */
  readonly joinWithinMs: number;
  readonly pingEveryMs: number;
  /** Longest silence of a device that has joined, unless an attempt of its own is running. */
  readonly idleMs: number;
  /** Largest message outside an attempt: a text, or a mistake to be told of. */
  readonly messageBytesMax: number;
  /** How long after an attempt chunks that were under way may still come in, counted from the last one. */
  readonly chunksUnderWayMs: number;
  /** Texts that may wait for their turn. */
  readonly textsWaitingMax: number;
  /** Chunks, and bytes of chunks, that may wait for a booth before the socket is no longer read. */
  readonly chunksWaitingMax: number;
  readonly chunkBytesWaitingMax: number;
  /** Places for joined devices; see `OpenCaptures.admit` for how tenants share them. */
  readonly joinedMax: number;
}

export const CAPTURE_LIMITS: CaptureLimits = {
  joinWithinMs: 10_000,
  pingEveryMs: 10_000,
  idleMs: 15 * 60_000,
  messageBytesMax: 64 * 1024,
  chunksUnderWayMs: 20_000,
  textsWaitingMax: 16,
  chunksWaitingMax: 8,
  chunkBytesWaitingMax: 12_000_000,
  joinedMax: 2_000,
};
