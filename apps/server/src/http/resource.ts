import type { FastifyInstance, RouteHandlerMethod, onRequestAsyncHookHandler } from 'fastify';
import { Refusal } from './refusal.ts';

type Method = 'GET' | 'POST';

const EVERY_METHOD = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

interface Resource {
  readonly onRequest?: onRequestAsyncHookHandler;
  readonly handlers: Readonly<Partial<Record<Method, RouteHandlerMethod>>>;
}

/** Serves one address, and answers METHOD_NOT_ALLOWED to every method it does not take. */
export function serveResource(
  app: FastifyInstance,
  url: string,
  { handlers, onRequest }: Resource,
): void {
  const taken: string[] = Object.keys(handlers);
  if (handlers.GET !== undefined) taken.push('HEAD');
  for (const [method, handler] of Object.entries(handlers)) {
    app.route({ method, url, handler, ...(onRequest === undefined ? {} : { onRequest }) });
  }
  const others = EVERY_METHOD.filter((method) => !taken.includes(method));
  app.route({
    method: [...others],
    url,
    handler: (_request, reply) => {
      void reply.header('allow', taken.join(', '));
      throw new Refusal('METHOD_NOT_ALLOWED');
    },
  });
}
