import {
  alarmsResource,
  applicantReceiptRequest,
  applicantReceiptResource,
  ERROR_CATALOGUE,
  exceptionRequest,
  exceptionsResource,
  idempotencyKey,
  keptResource,
  openRegistrationRequest,
  openedRegistrationResource,
  receiptsResource,
  registrationResource,
  type PublicErrorCode,
} from '@bonin/protocol';
import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

const textAnswer = (description: string): Json => ({
  description,
  content: { 'text/plain': { schema: { type: 'string' } } },
});

const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(ERROR_CATALOGUE) as PublicErrorCode[]),
    message: z.string(),
    retryable: z.boolean(),
    nextActions: z.array(z.string()),
    correlationId: z.string().optional(),
    members: z.array(z.string()).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457. Clients key on `code`.' });

const EVERYWHERE: readonly PublicErrorCode[] = ['METHOD_NOT_ALLOWED', 'INTERNAL', 'NOT_READY'];
const WITH_KEY: readonly PublicErrorCode[] = [
  ...EVERYWHERE,
  'UNAUTHENTICATED',
  'TOO_MANY_REQUESTS',
];
const OF_ONE: readonly PublicErrorCode[] = [...WITH_KEY, 'NOT_FOUND', 'POLICY_NOT_IN_FORCE'];
const OF_OPENING: readonly PublicErrorCode[] = [
  ...WITH_KEY,
  'REQUEST_MALFORMED',
  'IDEMPOTENCY_KEY_REQUIRED',
  'IDEMPOTENCY_KEY_REUSED',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'POLICY_NOT_IN_FORCE',
  'FACE_ROUTE_NOT_OFFERED',
];

/** The description of the REST doors, OpenAPI 3.1, made from the schemas by which they parse. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bonin',
      version: '1',
      description:
        'Is the person before the camera the person on the identity card? Y or N. ' +
        'The capture channel at /v1/capture is a WebSocket: docs/formats/capture-channel.md.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ apiKey: [] }],
    paths: {
      '/v1/registrations': {
        parameters: [CORRELATOR],
        post: {
          operationId: 'openRegistration',
          summary: 'Opens a registration, once for each idempotency key.',
          parameters: [IDEMPOTENCY_KEY],
          requestBody: { required: true, content: json(openRegistrationRequest) },
          responses: {
            200: answer(
              'The registration that this key opened before.',
              openedRegistrationResource,
              {
                'Idempotent-Replayed': header('Always `true`.'),
              },
            ),
            201: answer('Opened.', openedRegistrationResource, {
              Location: header('Its address.'),
            }),
            ...problems(OF_OPENING),
          },
        },
      },
      '/v1/registrations/{registrationId}': {
        parameters: [CORRELATOR, REGISTRATION_ID],
        get: {
          operationId: 'readRegistration',
          summary: 'How a registration stands; with its signed result once it has one.',
          responses: { 200: answer('As it stands.', registrationResource), ...problems(OF_ONE) },
        },
      },
      '/v1/registrations/{registrationId}/kept': {
        parameters: [CORRELATOR, REGISTRATION_ID],
        get: {
          operationId: 'listKept',
          summary: 'Everything that is kept of a registration, and what never was.',
          responses: { 200: answer('All of it.', keptResource), ...problems(OF_ONE) },
        },
      },
      '/v1/registrations/{registrationId}/exception': {
        parameters: [CORRELATOR, REGISTRATION_ID],
        post: {
          operationId: 'handleException',
          summary:
            'Asks for an exception from the rule, grants or refuses it; by whom, on which ground. Never a Y.',
          requestBody: { required: true, content: json(exceptionRequest) },
          responses: {
            200: answer('As the registration stands then.', registrationResource),
            ...problems([
              ...OF_ONE,
              'REQUEST_MALFORMED',
              'UNSUPPORTED_MEDIA_TYPE',
              'REGISTRATION_OVERTAKEN',
              'EXCEPTION_NOT_OPEN',
              'EXCEPTION_ALREADY_ASKED',
              'EXCEPTION_NOT_ASKED',
              'EXCEPTION_SAME_PERSON',
            ]),
          },
        },
      },
      '/v1/alarms': {
        parameters: [CORRELATOR],
        get: {
          operationId: 'listAlarms',
          summary:
            'Stores and staff whose applicants left the face, or who asked for exceptions, too often to be chance, in the last 30 days.',
          responses: {
            200: answer('Those that stand out.', alarmsResource),
            ...problems(WITH_KEY),
          },
        },
      },
      '/v1/exceptions': {
        parameters: [CORRELATOR],
        get: {
          operationId: 'listExceptions',
          summary: 'Registrations that wait for another person to agree to an exception.',
          responses: { 200: answer('At most 200.', exceptionsResource), ...problems(WITH_KEY) },
        },
      },
      '/v1/registrations/{registrationId}/receipts': {
        parameters: [CORRELATOR, REGISTRATION_ID],
        get: {
          operationId: 'listReceipts',
          summary:
            'Receipts of all that the public ledger holds of a registration: attempts, deletions, the result.',
          responses: {
            200: answer('Those that have their place in the ledger by now.', receiptsResource),
            ...problems(OF_ONE),
          },
        },
      },
      '/v1/receipt': {
        parameters: [CORRELATOR],
        post: {
          operationId: 'readApplicantReceipt',
          summary:
            'The receipt of an applicant, by the capture link or by its code: attempts and deletions, not the answer.',
          security: [],
          requestBody: { required: true, content: json(applicantReceiptRequest) },
          responses: {
            200: answer('What has its place in the ledger by now.', applicantReceiptResource),
            ...problems([
              ...EVERYWHERE,
              'TOO_MANY_REQUESTS',
              'REQUEST_MALFORMED',
              'UNSUPPORTED_MEDIA_TYPE',
              'CAPTURE_TOKEN_INVALID',
              'RECEIPT_UNKNOWN',
              'REGISTRATION_FINISHED',
              'REGISTRATION_EXPIRED',
            ]),
          },
        },
      },
      '/ledger/checkpoint': {
        get: {
          operationId: 'readCheckpoint',
          summary:
            'The newest signed head of the public ledger (C2SP tlog-checkpoint); where witnesses are asked, the newest that enough of them have signed.',
          security: [],
          responses: { 200: textAnswer('A signed note.'), ...problems(EVERYWHERE) },
        },
      },
      '/ledger/newest': {
        get: {
          operationId: 'readNewestCheckpoint',
          summary:
            'The newest signed head of the public ledger, whether witnesses have signed it or not.',
          security: [],
          responses: { 200: textAnswer('A signed note.'), ...problems(EVERYWHERE) },
        },
      },
      '/page/manifest': {
        get: {
          operationId: 'readPageManifest',
          summary: 'Every file of the applicant’s page with its digest, a line each.',
          security: [],
          responses: {
            200: textAnswer('As `sha256sum` reads it.'),
            ...problems([...EVERYWHERE, 'NOT_FOUND']),
          },
        },
      },
      '/page/receipt': {
        get: {
          operationId: 'readPageReceipt',
          summary: 'The receipt by which the public ledger was told of that manifest.',
          security: [],
          responses: {
            200: textAnswer('A `tlog-proof`.'),
            ...problems([...EVERYWHERE, 'NOT_FOUND']),
          },
        },
      },
      '/ledger/tile/{path}': {
        parameters: [
          {
            name: 'path',
            in: 'path',
            required: true,
            description:
              'Level and place, such as `0/x001/067` or `entries/000.p/12`; it contains slashes.',
            schema: { type: 'string' },
          },
        ],
        get: {
          operationId: 'readTile',
          summary: 'A tile of the public ledger, or a bundle of its entries (C2SP tlog-tiles).',
          security: [],
          responses: {
            200: {
              description: 'Hashes of 32 bytes, or entries with their lengths.',
              content: {
                'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
              },
            },
            ...problems(EVERYWHERE),
          },
        },
      },
      '/ledger/key': {
        get: {
          operationId: 'readLedgerKey',
          summary: 'The key with which checkpoints are verified (C2SP signed-note).',
          security: [],
          responses: { 200: textAnswer('One line.'), ...problems(EVERYWHERE) },
        },
      },
      '/.well-known/jwks.json': {
        get: {
          operationId: 'readPublicKeys',
          summary: 'Public keys with which results and booth offers are checked.',
          security: [],
          responses: {
            200: {
              description: 'JSON Web Key Set, RFC 7517; old keys stay in it.',
              content: { 'application/jwk-set+json': { schema: { type: 'object' } } },
            },
            ...problems(EVERYWHERE),
          },
        },
      },
      '/openapi.json': {
        get: {
          operationId: 'readDescription',
          summary: 'This document.',
          security: [],
          responses: { 200: plain('OpenAPI 3.1.', 'application/json'), ...problems(EVERYWHERE) },
        },
      },
      '/v1/capture': {
        get: {
          operationId: 'openCapture',
          summary: 'The capture channel, a WebSocket: docs/formats/capture-channel.md.',
          security: [],
          responses: {
            101: { description: 'The channel is open.' },
            ...problems([...EVERYWHERE, 'NOT_FOUND']),
          },
        },
      },
      '/healthz': {
        get: {
          operationId: 'isAlive',
          summary: 'Whether the process answers.',
          security: [],
          responses: { 200: plain('It does.', 'application/json'), ...problems(EVERYWHERE) },
        },
      },
      '/readyz': {
        get: {
          operationId: 'isReady',
          summary: 'Whether the service takes work and its database answers.',
          security: [],
          responses: { 200: plain('It does.', 'application/json'), ...problems(EVERYWHERE) },
        },
      },
      '/metrics': {
        get: {
          operationId: 'readMetrics',
          summary:
            'Counts and durations, in the text format of Prometheus; for this machine alone.',
          security: [],
          responses: {
            200: plain('All of them.', 'text/plain'),
            ...problems([...EVERYWHERE, 'NOT_FOUND']),
          },
        },
      },
    },
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: "The tenant's API key." },
      },
    },
  };
}

const CORRELATOR = {
  name: 'x-correlator',
  in: 'header',
  required: false,
  description: 'Echoed in the answer.',
  schema: { type: 'string', pattern: '^[a-zA-Z0-9-_:;.\\/<>{}]{0,256}$' },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: inline(idempotencyKey),
};

const REGISTRATION_ID = {
  name: 'registrationId',
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: '^reg_[A-Za-z0-9_-]{32}$' },
};

function problems(codes: readonly PublicErrorCode[]): Json {
  const byStatus = Object.groupBy(codes, (code) => String(ERROR_CATALOGUE[code].status));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, of = []]) => [
      status,
      {
        description: of.map((code) => `\`${code}\`: ${ERROR_CATALOGUE[code].message}`).join(' '),
        content: {
          'application/problem+json': {
            schema: { allOf: [refTo('Problem'), { properties: { code: { enum: of } } }] },
          },
        },
      },
    ]),
  );
}

function answer(description: string, schema: z.ZodType, headers: Json = {}): Json {
  return { description, headers, content: json(schema) };
}

function plain(description: string, type: string): Json {
  return { description, content: { [type]: { schema: { type: typeOf(type) } } } };
}

function typeOf(mediaType: string): 'object' | 'string' {
  return mediaType === 'application/json' ? 'object' : 'string';
}

function header(description: string): Json {
  return { description, schema: { type: 'string' } };
}

function json(schema: z.ZodType): Json {
  return { 'application/json': { schema: refTo(String(schema.meta()?.id)) } };
}

function refTo(id: string): Json {
  return { $ref: `#/components/schemas/${id}` };
}

function inline(schema: z.ZodType): Json {
  return withoutIdentity(z.toJSONSchema(schema));
}

function componentSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const schema of [
    openRegistrationRequest,
    alarmsResource,
    exceptionRequest,
    exceptionsResource,
    registrationResource,
    openedRegistrationResource,
    keptResource,
    receiptsResource,
    applicantReceiptRequest,
    applicantReceiptResource,
    problem,
  ]) {
    registry.add(schema, { id: String(schema.meta()?.id) });
  }
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => [id, withoutIdentity(schema)]),
  );
}

// Inside a document a schema is known by its place.
function withoutIdentity(schema: Json): Json {
  return Object.fromEntries(
    Object.entries(schema).filter(([name]) => name !== '$schema' && name !== '$id'),
  );
}
