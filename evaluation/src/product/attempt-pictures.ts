/** The pictures of one attempt, encoded as a device would send them. */
export interface AttemptPictures {
  readonly card: Uint8Array;
  readonly frames: readonly Uint8Array[];
}

/** A page sends a live frame so often. */
export const FRAME_INTERVAL_MS = 200;
