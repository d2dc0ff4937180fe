import {
  decideRoute,
  type CompiledPolicy,
  type Instant,
  type RouteGround,
  type RouteStanding,
} from '@bonin/core';
import type { RecordedFacts } from './recorded-facts.ts';

/** Registrations that would stand otherwise, of one kind of change. */
export interface ReplayedChange {
  readonly from: RouteStanding | 'no-rule';
  readonly to: RouteStanding;
  /** The ground that decides it under the other policy. */
  readonly cause: RouteGround;
  readonly channel: string;
  readonly tenantId: string;
  readonly count: number;
}

/** What a replay came to. */
export interface ReplayCounts {
  readonly facts: number;
  readonly unchanged: number;
  /** Those that would stand otherwise, the commonest first. */
  readonly changes: readonly ReplayedChange[];
}

/** A replay under way. */
export interface ReplayedFacts {
  take(recorded: RecordedFacts): void;
  counts(): ReplayCounts;
}

/**
 * Decides recorded facts again: under the policy that was in force when they were recorded, and under another.
 *
 * @param inForceAt - the policy of that day; `undefined` where none was
 * @param other - the policy that is tried
 */
export function replayFacts(
  inForceAt: (at: Instant) => CompiledPolicy | undefined,
  other: CompiledPolicy,
): ReplayedFacts {
  const changes = new Map<string, { change: Omit<ReplayedChange, 'count'>; count: number }>();
  let facts = 0;
  let unchanged = 0;
  return {
    take({ tenantId, facts: recorded }) {
      facts += 1;
      const then = inForceAt(recorded.asOf);
      const from = then === undefined ? 'no-rule' : decideRoute(recorded, then).standing;
      const { standing: to, grounds } = decideRoute(recorded, other);
      if (from === to) {
        unchanged += 1;
        return;
      }
      const { channel } = recorded.situation;
      // The last is the one that decides; doubts stand before it.
      const cause = grounds.at(-1) ?? 'routes-closed';
      const name = `${from} ${to} ${cause} ${channel} ${tenantId}`;
      const known = changes.get(name);
      if (known === undefined) {
        changes.set(name, { change: { from, to, cause, channel, tenantId }, count: 1 });
      } else known.count += 1;
    },
    counts: () => ({
      facts,
      unchanged,
      changes: [...changes.values()]
        .map(({ change, count }) => ({ ...change, count }))
        .sort((one, other) => other.count - one.count),
    }),
  };
}
