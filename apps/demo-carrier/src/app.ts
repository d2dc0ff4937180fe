import { join } from 'node:path';
import { CHANNELS, REGISTRATION_KINDS } from '@bonin/core';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance } from 'fastify';
import { LANGUAGES, type CarrierView, type PlaceOrder } from './order.ts';
import type { OrderDesk } from './order-desk.ts';
import { ServiceError, type ServiceClient } from './service-client.ts';

const PAGE = join(import.meta.dirname, '../../../dist/demo-carrier');

const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
};

export interface DemoCarrierPorts {
  readonly desk: OrderDesk;
  readonly service: Pick<ServiceClient, 'publicKeys'>;
  readonly carrier: CarrierView;
}

/** The doors of the demonstration carrier: its order page, and what that page asks for. */
export function demoCarrierApp({ desk, service, carrier }: DemoCarrierPorts): FastifyInstance {
  const app = fastify({ logger: false, bodyLimit: 4096 });

  app.addHook('onSend', (_request, reply, _payload, done) => {
    void reply.headers(HEADERS);
    done();
  });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ServiceError) {
      return reply.code(error.status === 404 ? 404 : 502).send({ code: error.code });
    }
    const status = (error as { statusCode?: unknown }).statusCode;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return reply.code(status).send({ code: 'REQUEST_MALFORMED' });
    }
    return reply.code(500).send({ code: 'INTERNAL' });
  });

  app.get('/api/carrier', () => carrier);
  app.get('/api/service-keys', () => service.publicKeys());
  app.post('/api/orders', async (request, reply) => {
    const wish = parsePlaceOrder(request.body);
    if (wish === undefined) return reply.code(400).send({ code: 'REQUEST_MALFORMED' });
    return reply.code(201).send(await desk.place(wish));
  });
  app.get<{ Params: { id: string } }>('/api/orders/:id', async ({ params }, reply) => {
    const view = await desk.look(params.id);
    return view ?? reply.code(404).send({ code: 'ORDER_UNKNOWN' });
  });
  app.get<{ Params: { id: string } }>('/api/orders/:id/kept', async ({ params }, reply) => {
    const kept = await desk.kept(params.id);
    return kept ?? reply.code(404).send({ code: 'ORDER_UNKNOWN' });
  });

  void app.register(fastifyStatic, { root: PAGE, dotfiles: 'ignore', cacheControl: false });
  return app;
}

function parsePlaceOrder(body: unknown): PlaceOrder | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { kind, channel, language } = body as Readonly<Record<string, unknown>>;
  const found = {
    kind: REGISTRATION_KINDS.find((known) => known === kind),
    channel: CHANNELS.find((known) => known === channel),
    language: LANGUAGES.find((known) => known === language),
  };
  if (found.kind === undefined || found.channel === undefined || found.language === undefined) {
    return undefined;
  }
  return { kind: found.kind, channel: found.channel, language: found.language };
}
