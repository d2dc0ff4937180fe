import { expireRegistrations } from '@bonin/workflows';
import { faultFields } from '../observability/log.ts';
import type { Service } from '../service.ts';

const EVERY_MS = 60_000;

export interface Housekeeping {
  /** Resolves when nothing of it is running any more. */
  stop(): Promise<void>;
}

/** Ends overdue registrations and learns of new policies, at once and every minute. */
export function startHousekeeping(service: Service): Housekeeping {
  let running = sweep(service);
  const timer = setInterval(() => {
    running = running.then(() => sweep(service));
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** One round; faults are logged and the next round tries again. */
export async function sweep(service: Service): Promise<void> {
  await job(service, 'policies', () => service.policies.refresh());
  await job(service, 'route-policies', async () => (await service.policies.rules?.refresh()) ?? []);
  await job(service, 'expiry', async () => {
    const ports = { ...service, registrations: service.storage.registrations };
    const { expired, faults } = await expireRegistrations(ports);
    if (expired > 0) service.log('info', 'registrations-expired', { count: expired });
    return faults;
  });
}

/** One line for each job and round, however many faults: the first says what kind they are of. */
async function job(
  service: Service,
  name: string,
  work: () => Promise<readonly unknown[]>,
): Promise<void> {
  const faults = await work().catch((error: unknown) => [error]);
  if (faults.length === 0) return;
  service.log('error', 'job-failed', {
    job: name,
    count: faults.length,
    ...faultFields(faults[0]),
  });
}
