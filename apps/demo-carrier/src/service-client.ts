import { randomUUID } from 'node:crypto';
import type {
  KeptResource,
  OpenedRegistrationResource,
  RegistrationResource,
} from '@bonin/protocol';
import type { PlaceOrder } from './order.ts';

/** The service did not do what was asked. Says its code; never a key, link or body. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.name = 'ServiceError';
    this.status = status;
    this.code = code;
  }
}

/** The verification service as a carrier's back end sees it: the API key never leaves this process. */
export interface ServiceClient {
  open(
    order: PlaceOrder & { readonly orderReference: string; readonly returnUrl: string | undefined },
  ): Promise<OpenedRegistrationResource>;
  load(registrationId: string): Promise<RegistrationResource>;
  kept(registrationId: string): Promise<KeptResource>;
  /** The keys with which results are signed, as published. */
  publicKeys(): Promise<unknown>;
}

interface ServiceRequest {
  readonly method?: 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export function serviceClient(options: {
  readonly serviceUrl: string;
  readonly apiKey: string;
}): ServiceClient {
  const authorization = `Bearer ${options.apiKey}`;

  async function ask(path: string, init: ServiceRequest = {}): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(options.serviceUrl + path, {
        ...init,
        headers: { authorization, ...init.headers },
        signal: AbortSignal.timeout(10_000),
      });
    } catch {
      throw new ServiceError(502, 'SERVICE_UNREACHABLE');
    }
    const body: unknown = await response.json().catch(() => undefined);
    if (response.ok) return body;
    const code = (body as { code?: unknown } | undefined)?.code;
    throw new ServiceError(response.status, typeof code === 'string' ? code : 'SERVICE_FAULT');
  }

  return {
    async open({ kind, channel, orderReference, returnUrl }) {
      const opened = await ask('/v1/registrations', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: JSON.stringify({
          kind,
          channel,
          documentTypes: ['resident-card', 'driver-licence'],
          orderReference,
          ...(returnUrl === undefined ? {} : { returnUrl }),
        }),
      });
      return opened as OpenedRegistrationResource;
    },
    async load(registrationId) {
      return (await ask(`/v1/registrations/${registrationId}`)) as RegistrationResource;
    },
    async kept(registrationId) {
      return (await ask(`/v1/registrations/${registrationId}/kept`)) as KeptResource;
    },
    publicKeys: () => ask('/.well-known/jwks.json'),
  };
}
