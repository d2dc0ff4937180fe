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

/** What one booth, or those of an attempt together, used and said in the whole life. Holds nothing of what was shown. */
export interface BoothAccount {
  readonly symbolsSaid: number;
  readonly cpuMs: number;
  readonly peakResidentBytes: number;
  readonly livedMs: number;
}

/** How the booths of an attempt ended, or a matcher by itself. In either case no process is left. */
export type AccountedEnding = { readonly account: BoothAccount } & (
  | { readonly kind: 'concluded'; readonly verdict: VerdictSymbol }
  | {
      readonly kind: 'stopped';
      readonly ground: AbandonmentGround;
      readonly cause: BoothStopCause;
    }
);

/** How one booth ended. In any case its process is gone. */
export type ProcessEnding =
  | AccountedEnding
  /** A reader that gave its portrait away and exited, which is all that it is for. */
  | { readonly kind: 'handed-over'; readonly account: BoothAccount };

/** What several booths of one attempt used, together. Memory as if all had been at their most at once. */
export function accountOf(accounts: readonly BoothAccount[]): BoothAccount {
  const sum = (part: (account: BoothAccount) => number) =>
    accounts.reduce((total, account) => total + part(account), 0);
  return {
    symbolsSaid: sum(({ symbolsSaid }) => symbolsSaid),
    cpuMs: sum(({ cpuMs }) => cpuMs),
    peakResidentBytes: sum(({ peakResidentBytes }) => peakResidentBytes),
    livedMs: Math.max(...accounts.map(({ livedMs }) => livedMs)),
  };
}

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
