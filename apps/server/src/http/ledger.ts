import type { FastifyInstance, FastifyReply } from 'fastify';
import { isFull } from '../ledger/tiles.ts';
import type { Service } from '../service.ts';
import { Refusal } from './refusal.ts';
import { serveResource } from './resource.ts';

/** Below it lies what C2SP `tlog-tiles` names; what stands in it is nobody's secret. */
const PREFIX = '/ledger';
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The public ledger, for anybody from anywhere: witnesses, auditors, the page that verifies a receipt. */
export function serveLedger(app: FastifyInstance, { ledger }: Pick<Service, 'ledger'>): void {
  const serveNote = (name: string, read: () => Promise<string | undefined>): void => {
    serveResource(app, `${PREFIX}/${name}`, {
      handlers: {
        GET: async (_request, reply) => {
          const note = await read();
          if (note === undefined) throw new Refusal('NOT_FOUND');
          void forEverybody(reply)
            .header('cache-control', 'no-cache')
            .type('text/plain; charset=utf-8');
          return note;
        },
      },
    });
  };
  serveNote('checkpoint', () => ledger.checkpoint());
  // Not of tlog-tiles: for whoever wants to see what no witness has signed yet.
  serveNote('newest', () => ledger.newest());

  serveResource(app, `${PREFIX}/key`, {
    handlers: {
      GET: (_request, reply) => {
        void forEverybody(reply)
          .header('cache-control', 'public, max-age=300')
          .type('text/plain; charset=utf-8');
        return Promise.resolve(`${ledger.verifierKey}\n`);
      },
    },
  });

  serveResource(app, `${PREFIX}/tile/*`, {
    handlers: {
      GET: async (request, reply) => {
        const { '*': rest } = request.params as { readonly '*': string };
        const path = `tile/${rest}`;
        const bytes = await ledger.resource(path);
        if (bytes === undefined) throw new Refusal('NOT_FOUND');
        void forEverybody(reply)
          .header('cache-control', isFull(path) ? FOR_EVER : 'public, max-age=60')
          .type('application/octet-stream');
        return Buffer.from(bytes);
      },
    },
  });
}

function forEverybody(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin');
}
