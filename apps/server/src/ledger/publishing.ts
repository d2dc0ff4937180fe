import type { Service } from '../service.ts';
import { faultFields } from '../observability/log.ts';

/** A receipt is there within a second after the answer, and a busy ledger grows by batches. */
const EVERY_MS = 250;

export interface Publishing {
  /** Publishes what still waits; resolves when nothing of it is running any more. */
  stop(): Promise<void>;
}

/** A note of what was signed is for restored databases, which are older than this. */
const NOTED_EVERY_MS = 10_000;

/**
 * Publishes what waits, again and again. Faults are logged once until it works again.
 *
 * @param note - notes what was signed, now and then and at the end
 */
export function startPublishing(
  { ledger, log, ticks }: Pick<Service, 'ledger' | 'log' | 'ticks'>,
  note: () => Promise<void>,
): Publishing {
  let isFailing = false;
  let isNoted = true;
  let notedAt = -Infinity;
  const noteNow = async (): Promise<void> => {
    if (isNoted) return;
    await note();
    isNoted = true;
    notedAt = ticks();
  };
  const publish = async (): Promise<void> => {
    try {
      if ((await ledger.publish()) > 0) isNoted = false;
      if (ticks() - notedAt >= NOTED_EVERY_MS) await noteNow();
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
      await noteNow().catch(() => undefined);
    },
  };
}
