import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Service } from '../service.ts';
import { Refusal } from './refusal.ts';
import { serveResource } from './resource.ts';

/** A receipt is made anew at most so often: making one reads the tree. */
const RECEIPT_KEPT_MS = 5_000;

/** What the applicant's page consists of, and that the ledger was told so; for anybody from anywhere. */
export function servePageManifest(
  app: FastifyInstance,
  { page, ledger, ticks }: Pick<Service, 'page' | 'ledger' | 'ticks'>,
): void {
  let made: { readonly receipt: Promise<string | undefined>; readonly at: number } | undefined;
  const receipt = async (): Promise<string | undefined> => {
    if (made === undefined || ticks() - made.at > RECEIPT_KEPT_MS) {
      made = { receipt: Promise.resolve(page?.receipt(ledger)), at: ticks() };
    }
    const kept = made;
    try {
      const text = await kept.receipt;
      if (text !== undefined) return text;
    } catch (error) {
      if (made === kept) made = undefined;
      throw error;
    }
    // It has no place yet, and may have one in a moment.
    if (made === kept) made = undefined;
    return undefined;
  };

  serveResource(app, '/page/manifest', {
    handlers: {
      GET: (_request, reply) => {
        if (page === undefined) throw new Refusal('NOT_FOUND');
        void forEverybody(reply);
        return Promise.resolve(page.manifest.text);
      },
    },
  });

  serveResource(app, '/page/receipt', {
    handlers: {
      GET: async (_request, reply) => {
        const text = await receipt();
        if (text === undefined) throw new Refusal('NOT_FOUND');
        void forEverybody(reply);
        return text;
      },
    },
  });
}

function forEverybody(reply: FastifyReply): FastifyReply {
  return reply
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('cache-control', 'no-cache')
    .type('text/plain; charset=utf-8');
}
