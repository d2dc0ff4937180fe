import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { serveCapture } from '../channel/capture-door.ts';
import { faultFields, frameworkLogger } from '../observability/log.ts';
import type { Service } from '../service.ts';
import { serveAlarms } from './alarms.ts';
import { serveApplicantReceipt } from './applicant-receipt.ts';
import { serveHealth } from './health.ts';
import { serveLedger } from './ledger.ts';
import { servePageManifest } from './page-manifest.ts';
import { servePages } from './pages.ts';
import { presentProblem } from './problem.ts';
import { servePublicDocuments } from './public-documents.ts';
import { Refusal } from './refusal.ts';
import { serveRegistrations } from './registrations.ts';
import { commonHeaders } from './security-headers.ts';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const BODY_BYTES_MAX = 8 * 1024;

/**
 * How long a client may take, and how many there may be; for the capture channel they end with the upgrade.
 *
 * Given to the server itself: the framework hands none of its own options on to a server that it did not make.
 */
export const HTTP_LIMITS = {
  requestTimeout: 15_000,
  headersTimeout: 10_000,
  /** Longer than proxies keep an idle connection, so that it is they who close it. */
  keepAliveTimeout: 75_000,
  /** How often the times above are looked at; half a minute if nothing is said. */
  connectionsCheckingInterval: 5_000,
} as const;

/** Above all places of the capture channel together, joined or not, with room for requests. */
export const CONNECTIONS_MAX = 4_000;

/** As CAMARA has it: what a client may call its request. */
const CORRELATOR = /^[a-zA-Z0-9\-_:;./<>{}]{1,256}$/;

/** Puts all doors on one server, not yet listening. */
export async function openApp(
  service: Service,
  certificate?: Certificate,
): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: frameworkLogger(service.log),
    trustProxy: service.trustProxy ?? false,
    bodyLimit: BODY_BYTES_MAX,
    genReqId: () => service.ids.nonce().slice(0, 22),
    serverFactory: (handler) => makeServer(handler, certificate),
    frameworkErrors: (error, request, reply) => {
      refuse(service, error, request, reply);
    },
    return503OnClosing: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 128 },
  });
  app.decorateRequest('tenant', undefined);

  app.addHook('onRequest', async (request, reply) => {
    const given = request.headers['x-correlator'];
    const correlator = typeof given === 'string' && CORRELATOR.test(given) ? given : request.id;
    void reply
      .headers(commonHeaders(service.lifecycle.publicUrl))
      .header('x-correlator', correlator);
    await Promise.resolve();
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const status = reply.statusCode;
    const { method } = request;
    service.metrics.requestSeconds.observe(
      { method, route, status: String(status) },
      reply.elapsedTime / 1000,
    );
    service.log('info', 'request-answered', {
      correlationId: request.id,
      tenantId: request.tenant?.id,
      method,
      route,
      status,
      ms: Math.round(reply.elapsedTime),
    });
    await Promise.resolve();
  });
  app.setErrorHandler((error, request, reply) => {
    refuse(service, error, request, reply);
  });
  app.setNotFoundHandler((request, reply) => {
    refuse(service, new Refusal('NOT_FOUND'), request, reply);
  });

  await serveCapture(app, service);
  serveRegistrations(app, service);
  serveAlarms(app, service);
  servePublicDocuments(app, service);
  serveLedger(app, service);
  servePageManifest(app, service);
  serveApplicantReceipt(app, service);
  serveHealth(app, service);
  await servePages(app, service);
  return app;
}

function makeServer(handler: RequestListener, certificate: Certificate | undefined): Server {
  const server =
    certificate === undefined
      ? createHttpServer(HTTP_LIMITS, handler)
      : (createHttpsServer({ ...HTTP_LIMITS, ...certificate }, handler) as unknown as Server);
  server.maxConnections = CONNECTIONS_MAX;
  return server;
}

function refuse(
  service: Service,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const correlationId = request.id;
  const problem = presentProblem(error, correlationId);
  const level = problem.code === 'INTERNAL' ? 'error' : 'info';
  service.log(level, 'request-failed', {
    correlationId,
    code: problem.code,
    ...(problem.code === 'INTERNAL' ? faultFields(error) : {}),
  });
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  if (problem.code === 'TOO_MANY_REQUESTS') void reply.header('retry-after', '1');
  void reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
