import { CHUNK_MAX_BYTES } from '@bonin/sealing';

/** What one booth may use. The parent enforces all of it; the kernel stands behind CPU time. */
export interface BoothLimits {
  /** From the start of the process until its key is there. */
  readonly warmUpMs: number;
  /** From `begin` until the verdict. */
  readonly servingMs: number;
  /** From the verdict until the process is gone. */
  readonly exitMs: number;
  /** Processor time of the whole life, warming up included. */
  readonly cpuMs: number;
  /** Resident memory at any moment. */
  readonly residentBytes: number;
  /** Input taken from the caller and not yet by the booth. */
  readonly pendingInputBytes: number;
}

export const DEFAULT_BOOTH_LIMITS: BoothLimits = {
  warmUpMs: 30_000,
  servingMs: 180_000,
  exitMs: 5_000,
  cpuMs: 30_000,
  residentBytes: 1024 * 1024 * 1024,
  pendingInputBytes: 2 * CHUNK_MAX_BYTES,
};

/** How often a booth that serves, and one that waits, is looked at. */
export const WATCH_SERVING_MS = 100;
export const WATCH_WAITING_MS = 1_000;
