import type { Service } from '../service.ts';
import { faultFields } from '../observability/log.ts';

/** A receipt is there within a second after the answer, and a busy ledger grows by batches. */
const EVERY_MS = 250;

export interface Publishing {
  /** Publishes what still waits; resolves when nothing of it is running any more. */
  stop(): Promise<void>;
}

/** Publishes what waits, again and again. Faults are logged once until it works again. */
export function startPublishing({ ledger, log }: Pick<Service, 'ledger' | 'log'>): Publishing {
  let isFailing = false;
  const publish = async (): Promise<void> => {
    try {
      await ledger.publish();
      isFailing = false;
    } catch (error) {
      if (!isFailing)
        log('error', 'job-failed', { job: 'ledger', count: 1, ...faultFields(error) });
      isFailing = true;
    }
  };
  let running = publish();
  let isWaiting = false;
  const timer = setInterval(() => {
    // One that takes longer than that is not asked twice.
    if (isWaiting) return;
    isWaiting = true;
    running = running.then(() => {
      isWaiting = false;
      return publish();
    });
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
      await publish();
    },
  };
}
