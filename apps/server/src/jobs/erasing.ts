import { instant } from '@bonin/core';
import { faultFields } from '../observability/log.ts';
import type { Service } from '../service.ts';

const EVERY_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export interface Erasing {
  /** Resolves when nothing of it is running any more. */
  stop(): Promise<void>;
}

/** Destroys the salts of registrations that are older than so many days, at once and every hour. */
export function startErasing(
  { ledger, clock, log }: Pick<Service, 'ledger' | 'clock' | 'log'>,
  afterDays: number,
): Erasing {
  const erase = async (): Promise<void> => {
    try {
      const count = await ledger.eraseBefore(instant(clock.now() - afterDays * DAY_MS));
      if (count > 0) log('info', 'salts-destroyed', { count });
    } catch (error) {
      log('error', 'job-failed', { job: 'erasing', count: 1, ...faultFields(error) });
    }
  };
  let running = erase();
  const timer = setInterval(() => {
    running = running.then(erase);
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
