import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Service } from '../service.ts';
import { Refusal } from './refusal.ts';
import { serveResource } from './resource.ts';

/** For those who run the service: is it alive, does it take work, what does it count. */
export function serveHealth(app: FastifyInstance, service: Service): void {
  serveResource(app, '/healthz', { handlers: { GET: () => Promise.resolve({ alive: true }) } });

  serveResource(app, '/readyz', {
    handlers: {
      GET: async () => {
        if (service.lifecycle.phase !== 'ready') throw new Refusal('NOT_READY');
        try {
          await service.storage.ping();
        } catch {
          throw new Refusal('NOT_READY');
        }
        return { ready: true };
      },
    },
  });

  serveResource(app, '/metrics', {
    handlers: {
      GET: async (request, reply) => {
        if (!service.metricsPublic && !isOfThisMachine(request)) throw new Refusal('NOT_FOUND');
        const { registry } = service.metrics;
        void reply.type(registry.contentType);
        return registry.metrics();
      },
    },
  });
}

// Both: a proxy on this machine asks from here, for others.
function isOfThisMachine({ headers, raw }: FastifyRequest): boolean {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  const address = raw.socket.remoteAddress ?? '';
  return !isForwarded && /^(?:::ffff:)?127\.|^::1$/.test(address);
}
