import type { VisitFindings } from './browser/visit.ts';
import type { CanaryKind } from './canaries/canary.ts';
import type { BoothCalls } from './doors/booth-calls.ts';
import type { Ending } from './service/act-attempt.ts';
import type { Found, Looked, Sink } from './sinks/look-everywhere.ts';

export const STORAGE_KINDS = ['embedded', 'postgresql'] as const;
export type StorageKind = (typeof STORAGE_KINDS)[number];

/** How an attempt ended; those that need another policy, or a browser, are made once by themselves. */
export type Counted = Ending | 'timed-out' | 'under-challenge' | 'in-a-browser';

/** Tracks of cameras that a page opened, and those of them that still ran when it was done. */
export type Cameras = VisitFindings['tracks'];

/** What one run with one kind of storage came to. */
export interface RunFindings {
  readonly storage: StorageKind;
  readonly endings: ReadonlyMap<Counted, number>;
  readonly looked: readonly Looked[];
  /** Looks into the service's memory while a booth served. */
  readonly during: number;
  readonly foundDuring: Found;
  /** What a booth asked the system for during an attempt; `undefined` where that could not be watched. */
  readonly calls: BoothCalls | undefined;
  /** `undefined` where there is no browser. */
  readonly cameras: Cameras | undefined;
  readonly controls: ControlFindings;
}

/** What came of the build that leaks on purpose. */
export interface ControlFindings {
  /** What it put in each place, and whether it was found. */
  readonly planted: readonly Control[];
  readonly calls: BoothCalls | undefined;
  readonly cameras: Cameras | undefined;
}

export interface Control {
  readonly sink: Sink;
  readonly kind: CanaryKind;
  readonly isFound: boolean;
}

export interface ProofFindings {
  readonly runs: readonly RunFindings[];
  readonly couldCapture: boolean;
  readonly hasSwap: boolean;
  readonly lastedMs: number;
}
