import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Tenant } from '@bonin/workflows';
import { apiKeyOf, hashApiKey } from '../auth/api-key.ts';
import { keyedBuckets } from '../auth/token-bucket.ts';
import { DEMONSTRATION_TENANT, type Service } from '../service.ts';
import { Refusal } from './refusal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set by {@link authenticator} and nothing else. */
    tenant: Tenant | undefined;
  }
}

/** Refused keys that one address may try at once, and a second. */
const FAILURES = { burst: 50, perSecond: 5 };

/** How long an address is remembered at most after its last refused key has been made up for. */
const FORGET_EVERY_MS = 60_000;

/**
 * Lets a request through when it carries the API key of a tenant.
 *
 * Personal data: the network address of whoever tried a wrong key, in memory, for a minute or so.
 *
 * @throws {Refusal} `UNAUTHENTICATED`, `TOO_MANY_REQUESTS`, `NOT_READY`
 */
export function authenticator(
  app: FastifyInstance,
  service: Service,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const { requestsPerSecond, ticks } = service;
  const tenants = keyedBuckets(
    { burst: 2 * requestsPerSecond, perSecond: requestsPerSecond },
    ticks,
  );
  const failures = keyedBuckets(FAILURES, ticks);
  const forgetting = setInterval(() => {
    failures.forgetFull();
    tenants.forgetFull();
  }, FORGET_EVERY_MS);
  app.addHook('onClose', () => {
    clearInterval(forgetting);
    return Promise.resolve();
  });
  return async (request) => {
    if (service.lifecycle.phase !== 'ready') throw new Refusal('NOT_READY');
    // First, so that guessing costs the database nothing once there was too much of it.
    if (failures.isEmpty(request.ip)) throw new Refusal('TOO_MANY_REQUESTS');
    const apiKey = apiKeyOf(request.headers.authorization);
    // Found by its digest: nothing about the key itself can be learnt from how long that takes.
    const tenant =
      apiKey === undefined
        ? undefined
        : await service.storage.tenants.findByApiKeyHash(hashApiKey(apiKey));
    if (tenant === undefined || isDemonstrationOver(service, tenant)) {
      throw new Refusal(failures.take(request.ip) ? 'UNAUTHENTICATED' : 'TOO_MANY_REQUESTS');
    }
    if (!tenants.take(tenant.id)) throw new Refusal('TOO_MANY_REQUESTS');
    request.tenant = tenant;
  };
}

/** A database may have seen a demonstration before; its tenant's key was in the hands of another program. */
function isDemonstrationOver({ demonstration }: Service, { id }: Tenant): boolean {
  return id === DEMONSTRATION_TENANT && !demonstration;
}

/** The tenant of a request that {@link authenticator} let through. */
export function tenantOf(request: FastifyRequest): Tenant {
  if (request.tenant === undefined) throw new Refusal('UNAUTHENTICATED');
  return request.tenant;
}
