import { parseRegistrationId, parseStaffRef, type Registration } from '@bonin/core';
import {
  exceptionRequest,
  idempotencyKey,
  openRegistrationRequest,
  type ExceptionRequest,
  type ExceptionsResource,
  type OpenRegistrationRequest,
  type ReceiptsResource,
  type RegistrationResource,
} from '@bonin/protocol';
import {
  handleException,
  openRegistration,
  type HandleException,
  type Tenant,
} from '@bonin/workflows';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { commitToOrder } from '../results/order-commitment.ts';
import type { Service } from '../service.ts';
import { authenticator, tenantOf } from './authenticate.ts';
import { parseBody } from './parse-request.ts';
import { presentKept, presentOpened, presentRegistration } from './present-registration.ts';
import { presentRule } from './present-rule.ts';
import { Refusal } from './refusal.ts';
import { serveResource } from './resource.ts';

/** The mobile operator's doors. */
export function serveRegistrations(app: FastifyInstance, service: Service): void {
  const { registrations } = service.storage;
  const onRequest = authenticator(app, service);

  serveResource(app, '/v1/registrations', {
    onRequest,
    handlers: {
      POST: async (request, reply) => {
        const tenant = tenantOf(request);
        const key = readIdempotencyKey(request);
        const body = parseBody(openRegistrationRequest, request.body);
        const outcome = await open(service, tenant, key, body);
        const { registration } = outcome;
        const result = await registrations.loadResult(tenant.id, registration.id);
        void reply.header('location', `/v1/registrations/${registration.id}`);
        if (outcome.kind === 'replayed') {
          void reply.code(200).header('idempotent-replayed', 'true');
        } else {
          service.metrics.registrationsOpened.inc({ channel: body.channel, kind: body.kind });
          void reply.code(201);
        }
        return presentOpened(service, registration, result, await ruleOf(service, registration));
      },
    },
  });

  serveResource(app, '/v1/registrations/:registrationId', {
    onRequest,
    handlers: {
      GET: async (request) => {
        const registration = await find(service, request);
        const { tenantId, id } = registration;
        const result = await registrations.loadResult(tenantId, id);
        const receipt =
          result === undefined ? undefined : await resultReceipt(service, registration);
        const rule = await ruleOf(service, registration);
        return presentRegistration(service, registration, result, { receipt, rule });
      },
    },
  });

  serveResource(app, '/v1/registrations/:registrationId/exception', {
    onRequest,
    handlers: {
      POST: async (request) => {
        const registration = await find(service, request);
        const body = parseBody(exceptionRequest, request.body);
        await handleException(
          { ...service, registrations, exceptions: service.storage.exceptions },
          registration,
          handledOf(body),
        );
        const result = await registrations.loadResult(registration.tenantId, registration.id);
        const rule = await ruleOf(service, registration);
        return presentRegistration(service, registration, result, { rule });
      },
    },
  });

  serveResource(app, '/v1/exceptions', {
    onRequest,
    handlers: {
      GET: async (request): Promise<ExceptionsResource> => {
        const { exceptions } = service.storage;
        const waiting = await exceptions.listLast(tenantOf(request).id, 'asked', WAITING_MOST + 1);
        return {
          waiting: [...waiting.slice(0, WAITING_MOST)],
          more: waiting.length > WAITING_MOST,
        };
      },
    },
  });

  serveResource(app, '/v1/registrations/:registrationId/receipts', {
    onRequest,
    handlers: {
      GET: async (request): Promise<ReceiptsResource> => {
        const { tenantId, id } = await find(service, request);
        const issued = await service.ledger.receiptsOf(tenantId, id);
        return {
          receipts: issued.map(({ kind, receipt, witnessed }) => ({
            kind,
            receipt,
            ...(witnessed === undefined ? {} : { witnessed }),
          })),
        };
      },
    },
  });

  serveResource(app, '/v1/registrations/:registrationId/kept', {
    onRequest,
    handlers: {
      GET: async (request) => {
        const registration = await find(service, request);
        const { tenantId, id } = registration;
        const { exceptions } = service.storage;
        const [result, events, steps, notes] = await Promise.all([
          registrations.loadResult(tenantId, id),
          registrations.listEvents(tenantId, id),
          exceptions.list(tenantId, id),
          exceptions.listNotes(tenantId, id),
        ]);
        const rule = presentRule(service, registration, { events, steps });
        return presentKept(service, registration, result, { events, steps, notes, rule });
      },
    },
  });
}

/** Most that one answer lists. */
const WAITING_MOST = 200;

function handledOf(body: ExceptionRequest): HandleException {
  const { note } = body;
  const common = { by: parseStaffRef(body.by), ...(note === undefined ? {} : { note }) };
  return body.act === 'ask'
    ? { act: 'ask', ground: body.ground, ...common }
    : { act: body.act, ...common };
}

/** How it stands by the rule that it was opened under; `undefined` where none was. */
async function ruleOf(
  service: Service,
  registration: Registration,
): Promise<RegistrationResource['rule']> {
  if (registration.rule === undefined) return undefined;
  const { tenantId, id } = registration;
  const { registrations, exceptions } = service.storage;
  const [events, steps] = await Promise.all([
    registrations.listEvents(tenantId, id),
    exceptions.list(tenantId, id),
  ]);
  return presentRule(service, registration, { events, steps });
}

/** The receipt of the result; `undefined` until it has its place in the ledger. */
async function resultReceipt(
  { ledger }: Service,
  { tenantId, id }: Registration,
): Promise<string | undefined> {
  const [issued] = await ledger.receiptsOf(tenantId, id, 'result');
  return issued?.receipt;
}

async function open(
  service: Service,
  { id: tenantId, tenantClass }: Tenant,
  key: string,
  body: OpenRegistrationRequest,
) {
  const { secrets } = service;
  const { orderReference, returnUrl, documentTypes, kind, channel } = body;
  // Named before it is opened, because its salt is derived from its id.
  const id = service.ids.registrationId();
  const types = [...new Set(documentTypes)];
  const applicant = {
    document: body.identityDocument ?? documentTypes[0] ?? 'resident-card',
    nationality: body.nationality ?? 'domestic',
  } as const;
  const { store, staff } = body;
  const handledBy = {
    ...(store === undefined ? {} : { store: parseStaffRef(store) }),
    ...(staff === undefined ? {} : { staff: parseStaffRef(staff) }),
  };
  const said = [
    body.identityDocument ?? null,
    body.nationality ?? null,
    ...(store === undefined && staff === undefined ? [] : [store ?? null, staff ?? null]),
  ];
  const request = JSON.stringify([
    ...[kind, channel, types, orderReference, returnUrl ?? null],
    // As it was before these could be said, so that a request of then is known again.
    ...(said.every((one) => one === null) ? [] : said),
  ]);
  return openRegistration(
    { ...service, registrations: service.storage.registrations, ids: { registrationId: () => id } },
    {
      tenantId,
      kind,
      channel,
      documentTypes: types,
      orderCommitment: commitToOrder(secrets.orderSalt(id), orderReference),
      returnUrl,
      applicant,
      tenantClass,
      ...(Object.keys(handledBy).length === 0 ? {} : { handledBy }),
      idempotency: {
        key: secrets.idempotencyKeyDigest(key),
        fingerprint: secrets.requestFingerprint(request),
      },
    },
  );
}

// Another tenant's registration and one that never was get the same answer.
async function find(service: Service, request: FastifyRequest): Promise<Registration> {
  const tenant = tenantOf(request);
  const { registrationId } = request.params as { readonly registrationId: string };
  const id = parseRegistrationId(registrationId);
  const registration = await service.storage.registrations.load(tenant.id, id);
  if (registration === undefined) throw new Refusal('NOT_FOUND');
  return registration;
}

function readIdempotencyKey(request: FastifyRequest): string {
  const parsed = idempotencyKey.safeParse(request.headers['idempotency-key']);
  if (!parsed.success) throw new Refusal('IDEMPOTENCY_KEY_REQUIRED');
  return parsed.data;
}
