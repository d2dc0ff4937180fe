import type { RegistrationId } from '@bonin/core';

/** Something that can be told that the service is stopping. */
export interface Stoppable {
  /** Resolves when nothing of it is running any more. */
  stop(): Promise<void>;
}

/** The captures open on this node: one for each registration. */
export interface OpenCaptures {
  /** False when the registration has an open capture here. */
  claim(id: RegistrationId): boolean;
  release(id: RegistrationId): void;
  add(capture: Stoppable): void;
  remove(capture: Stoppable): void;
  readonly claimedCount: number;
  stopAll(): Promise<void>;
}

export function openCaptures(): OpenCaptures {
  const claimed = new Set<RegistrationId>();
  const captures = new Set<Stoppable>();
  return {
    claim: (id) => {
      if (claimed.has(id)) return false;
      claimed.add(id);
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
    get claimedCount() {
      return claimed.size;
    },
    stopAll: async () => {
      await Promise.allSettled([...captures].map((capture) => capture.stop()));
    },
  };
}
