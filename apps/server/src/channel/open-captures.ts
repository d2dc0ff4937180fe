import type { RegistrationId, TenantId } from '@bonin/core';

/** Something that can be told that the service is stopping. */
export interface Stoppable {
  /** Resolves when nothing of it is running any more. */
  stop(): Promise<void>;
}

/** The captures open on this node: one for each registration. */
export interface OpenCaptures {
  /** False when the registration has an open capture here. */
  claim(id: RegistrationId): boolean;
  /**
   * Gives a claimed registration its place, as long as more places are free than its tenant has taken already.
   *
   * So one tenant alone gets half of them, n tenants an n + 1st each, and there is always room for another.
   */
  admit(id: RegistrationId, tenantId: TenantId): boolean;
  release(id: RegistrationId): void;
  add(capture: Stoppable): void;
  remove(capture: Stoppable): void;
  stopAll(): Promise<void>;
}

export function openCaptures(places: number): OpenCaptures {
  /** With the tenant, once it has its place. */
  const claimed = new Map<RegistrationId, TenantId | undefined>();
  const captures = new Set<Stoppable>();
  return {
    claim: (id) => {
      if (claimed.has(id)) return false;
      claimed.set(id, undefined);
      return true;
    },
    admit: (id, tenantId) => {
      const taken = [...claimed.values()].filter((each) => each !== undefined);
      const own = taken.filter((each) => each === tenantId);
      if (places - taken.length <= own.length) return false;
      claimed.set(id, tenantId);
      return true;
    },
    release: (id) => {
      claimed.delete(id);
    },
    add: (capture) => {
      captures.add(capture);
    },
    remove: (capture) => {
      captures.delete(capture);
    },
    stopAll: async () => {
      await Promise.allSettled([...captures].map((capture) => capture.stop()));
    },
  };
}
