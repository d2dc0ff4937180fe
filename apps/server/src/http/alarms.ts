import { instant, standOut, type HandledBy, type Instant, type TenantId } from '@bonin/core';
import type { AlarmsResource } from '@bonin/protocol';
import type { HandledCount } from '@bonin/workflows';
import type { FastifyInstance } from 'fastify';
import type { Service } from '../service.ts';
import { authenticator, tenantOf } from './authenticate.ts';
import { serveResource } from './resource.ts';

const SINCE_DAYS = 30;
const DAY_MS = 86_400_000;
/** One list in a hundred names somebody wrongly where all do the same. */
const FALSE_ALARMS = 0.01;

const EVENTS = {
  'face-left': ({ faceLeft }: HandledCount) => faceLeft,
  'exception-asked': ({ exceptionsAsked }: HandledCount) => exceptionsAsked,
} as const;

/** Which stores and which of the staff stand out, for their mobile operator. */
export function serveAlarms(app: FastifyInstance, service: Service): void {
  serveResource(app, '/v1/alarms', {
    onRequest: authenticator(app, service),
    handlers: {
      GET: (request): Promise<AlarmsResource> => {
        const since = instant(service.clock.now() - SINCE_DAYS * DAY_MS);
        return presentAlarms(service, tenantOf(request).id, since);
      },
    },
  });
}

async function presentAlarms(
  { storage: { registrations } }: Service,
  tenantId: TenantId,
  since: Instant,
): Promise<AlarmsResource> {
  const [stores, staff] = await Promise.all([
    registrations.countHandled(tenantId, 'store', since),
    registrations.countHandled(tenantId, 'staff', since),
  ]);
  return {
    since: new Date(since).toISOString(),
    falseAlarms: FALSE_ALARMS,
    looked: { stores: stores.length, staff: staff.length },
    alarms: [...alarmsOf('store', stores), ...alarmsOf('staff', staff)],
  };
}

function alarmsOf(by: keyof HandledBy, counts: readonly HandledCount[]): AlarmsResource['alarms'] {
  return (['face-left', 'exception-asked'] as const).flatMap((event) => {
    const groups = counts.map((count) => ({
      id: count.ref,
      events: EVENTS[event](count),
      trials: count.registrations,
    }));
    return standOut(groups, FALSE_ALARMS)
      .filter(({ standing }) => standing === 'stands-out')
      .map(({ id, events, trials, others, chance }) => ({
        by,
        ref: id,
        event,
        events,
        registrations: trials,
        others: { events: others.events, registrations: others.trials },
        chance,
      }));
  });
}
