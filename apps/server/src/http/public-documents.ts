import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Service } from '../service.ts';
import { openApiDocument } from './openapi.ts';
import { serveResource } from './resource.ts';

/** What anybody may read from anywhere: the public keys and the description of the doors. */
export function servePublicDocuments(app: FastifyInstance, service: Service): void {
  const description = openApiDocument();

  serveResource(app, '/.well-known/jwks.json', {
    handlers: {
      GET: (_request, reply) => {
        void forEverybody(reply).type('application/jwk-set+json');
        return Promise.resolve(JSON.stringify({ keys: service.publicKeys }));
      },
    },
  });

  serveResource(app, '/openapi.json', {
    handlers: {
      GET: (_request, reply) => {
        void forEverybody(reply);
        return Promise.resolve({ ...description, servers: [{ url: service.lifecycle.publicUrl }] });
      },
    },
  });
}

function forEverybody(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('cache-control', 'public, max-age=300');
}
