import type { AbandonmentGround, VerdictSymbol } from '@bonin/core';

/** Why a booth was stopped or stopped by itself, finer than what a registration records. */
export type BoothStopCause =
  | 'withdrawn'
  | 'connection-lost'
  | 'server-stopped'
  | 'time-limit'
  | 'memory-limit'
  | 'cpu-limit'
  | 'egress-violation'
  | 'input-overflow'
  | 'capture-refused'
  | 'policy-unsuitable'
  | 'crashed';

/** What one booth used and said in its whole life. Holds nothing of what it was shown. */
export interface BoothAccount {
  readonly symbolsSaid: number;
  readonly cpuMs: number;
  readonly peakResidentBytes: number;
  readonly livedMs: number;
}

/** How a booth ended. In either case its process is gone. */
export type AccountedEnding = { readonly account: BoothAccount } & (
  | { readonly kind: 'concluded'; readonly verdict: VerdictSymbol }
  | {
      readonly kind: 'stopped';
      readonly ground: AbandonmentGround;
      readonly cause: BoothStopCause;
    }
);

/**
 * What a capture alone can bring about is put down to the capture: floods and heavy pictures use up memory and processor
 * time, and an end of ours is tallied nowhere, so that nobody must be able to cause one at will.
 */
const GROUNDS: Readonly<Record<BoothStopCause, AbandonmentGround>> = {
  withdrawn: 'withdrawn',
  'connection-lost': 'connection-lost',
  'server-stopped': 'server-stopped',
  'time-limit': 'time-limit',
  'memory-limit': 'malformed-capture',
  'cpu-limit': 'time-limit',
  'egress-violation': 'booth-fault',
  'input-overflow': 'malformed-capture',
  'capture-refused': 'malformed-capture',
  'policy-unsuitable': 'booth-fault',
  crashed: 'booth-fault',
};

export function groundOf(cause: BoothStopCause): AbandonmentGround {
  return GROUNDS[cause];
}

const FROM_OUTSIDE: ReadonlySet<BoothStopCause> = new Set([
  'withdrawn',
  'connection-lost',
  'server-stopped',
]);

/** Whether a booth can choose the moment of such an end by itself, so that the moment could carry something out. */
export function isOfTheBooth(cause: BoothStopCause): boolean {
  return !FROM_OUTSIDE.has(cause);
}

const CAUSES: Readonly<Record<AbandonmentGround, BoothStopCause>> = {
  withdrawn: 'withdrawn',
  'connection-lost': 'connection-lost',
  'server-stopped': 'server-stopped',
  'time-limit': 'time-limit',
  'malformed-capture': 'capture-refused',
  'booth-fault': 'crashed',
};

export function causeOf(ground: AbandonmentGround): BoothStopCause {
  return CAUSES[ground];
}
