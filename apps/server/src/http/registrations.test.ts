import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { instant, parseRegistrationId, type Registration } from '@bonin/core';
import {
  keptResource,
  openedRegistrationResource,
  registrationResource,
  type OpenedRegistrationResource,
  type Problem,
} from '@bonin/protocol';
import { tenantId } from '@bonin/testkit';
import type { InjectOptions } from 'fastify';
import { commitToOrder } from '../results/order-commitment.ts';
import {
  HANBIT,
  ORDINARY_BODY,
  OTHER,
  freshKey,
  startTestServer,
  type TestServer,
} from '../../test/test-server.ts';
import { sweep } from '../jobs/housekeeping.ts';

describe('registrations', () => {
  let service: TestServer;
  before(async () => {
    service = await startTestServer();
  });
  after(() => service.stop());

  const ask = (options: InjectOptions & { readonly tenant?: typeof HANBIT }) => {
    const { tenant = HANBIT, headers = {}, ...rest } = options;
    return service.app.inject({
      ...rest,
      headers: { authorization: `Bearer ${tenant.apiKey}`, ...headers },
    });
  };
  const post = (payload: InjectOptions['payload'], headers: Record<string, string> = {}) =>
    ask({
      method: 'POST',
      url: '/v1/registrations',
      headers: { 'idempotency-key': freshKey(), ...headers },
      ...(payload === undefined ? {} : { payload }),
    });

  it('opens one, as documented', async () => {
    const response = await post(ORDINARY_BODY);
    assert.equal(response.statusCode, 201);
    const opened = openedRegistrationResource.parse(response.json());
    assert.equal(opened.state, 'awaiting-consent');
    assert.equal(response.headers['location'], `/v1/registrations/${opened.id}`);
    assert.match(opened.captureLink, /^http:\/\/localhost:\d+\/c\/#reg_/);
    assert.equal(
      opened.orderCommitment,
      commitToOrder(opened.orderSalt, ORDINARY_BODY.orderReference),
    );
  });

  it('answers a repeated request with the same body and says that it is a repetition', async () => {
    const key = freshKey();
    const first = await post(ORDINARY_BODY, { 'idempotency-key': key });
    const second = await post(ORDINARY_BODY, { 'idempotency-key': key });
    assert.equal(second.statusCode, 200);
    assert.equal(second.headers['idempotent-replayed'], 'true');
    assert.deepEqual(second.json(), first.json());
  });

  it('opens one when fifty come at once with one key', async () => {
    const key = freshKey();
    const responses = await Promise.all(
      Array.from({ length: 50 }, () => post(ORDINARY_BODY, { 'idempotency-key': key })),
    );
    assert.equal(responses.filter((each) => each.statusCode === 201).length, 1);
    assert.equal(new Set(responses.map((each) => each.body)).size, 1);
  });

  it('refuses a key that came with another request', async () => {
    const key = freshKey();
    await post(ORDINARY_BODY, { 'idempotency-key': key });
    const other = { ...ORDINARY_BODY, orderReference: 'order-2026-0002' };
    await refuses(post(other, { 'idempotency-key': key }), 422, 'IDEMPOTENCY_KEY_REUSED');
  });

  it('keeps the same key of two tenants apart', async () => {
    const key = freshKey();
    const mine = await service.open({ key });
    const theirs = await service.open({ key, tenant: OTHER });
    assert.notEqual(mine.id, theirs.id);
  });

  it('requires an idempotency key of the documented shape', async () => {
    for (const key of ['', 'short', 'with space in it', 'x'.repeat(129)]) {
      await refuses(
        post(ORDINARY_BODY, { 'idempotency-key': key }),
        400,
        'IDEMPOTENCY_KEY_REQUIRED',
      );
    }
  });

  it('names every member that is not as documented, and quotes none', async () => {
    const response = await post({
      kind: 'marked-kind',
      channel: 'online',
      documentTypes: [],
      orderReference: 'with space',
      markedMember: 1,
    });
    const problem = problemOf(response, 400, 'REQUEST_MALFORMED');
    assert.deepEqual([...(problem.members ?? [])].sort(), [
      '(undocumented member)',
      'documentTypes',
      'kind',
      'orderReference',
    ]);
    assert.ok(!response.body.includes('marked'));
  });

  it('refuses return addresses that are not https, or carry a name and password', async () => {
    for (const returnUrl of [
      'http://carrier.example/',
      'javascript:alert(1)',
      'https://name:word@carrier.example/',
      'carrier.example',
    ]) {
      await refuses(post({ ...ORDINARY_BODY, returnUrl }), 400, 'REQUEST_MALFORMED');
    }
    const taken = await post({ ...ORDINARY_BODY, returnUrl: 'https://carrier.example/done' });
    assert.equal(taken.statusCode, 201);
  });

  it('refuses what is not JSON, not the right type, or too long', async () => {
    const json = { 'content-type': 'application/json' };
    await refuses(post('{"kind":', json), 400, 'REQUEST_MALFORMED');
    await refuses(post('[]', json), 400, 'REQUEST_MALFORMED');
    await refuses(post('', json), 400, 'REQUEST_MALFORMED');
    await refuses(post('<a/>', { 'content-type': 'text/xml' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    const long = JSON.stringify({ ...ORDINARY_BODY, orderReference: 'x'.repeat(9_000) });
    await refuses(post(long, json), 413, 'PAYLOAD_TOO_LARGE');
  });

  it('refuses a missing, malformed or unknown key', async () => {
    for (const authorization of [undefined, 'Basic abc', 'Bearer ', `Bearer ${'x'.repeat(40)}`]) {
      const response = await service.app.inject({
        url: '/v1/registrations/whatever',
        headers: authorization === undefined ? {} : { authorization },
      });
      problemOf(response, 401, 'UNAUTHENTICATED');
      assert.equal(response.headers['www-authenticate'], 'Bearer');
    }
  });

  it('shows a registration as it stands', async () => {
    const opened = await service.open();
    const response = await ask({ url: `/v1/registrations/${opened.id}` });
    const { captureLink, orderSalt } = opened;
    const shown = registrationResource.parse(response.json());
    assert.deepEqual({ ...shown, captureLink, orderSalt }, opened);
  });

  it('answers for a foreign registration as for one that never was, on every door', async () => {
    const theirs = await service.open({ tenant: OTHER });
    const never = `reg_${'A'.repeat(32)}`;
    for (const door of ['', '/kept']) {
      const bodies = [];
      for (const id of [theirs.id, never, 'not-even-an-id']) {
        const response = await ask({ url: `/v1/registrations/${id}${door}` });
        const problem = problemOf(response, 404, 'NOT_FOUND');
        bodies.push(JSON.stringify({ ...problem, correlationId: 'differs' }));
      }
      assert.equal(new Set(bodies).size, 1);
    }
  });

  it('lists all that is kept, and what never was', async () => {
    const opened = await service.open();
    const { registrations } = service.server.service.storage;
    const at = instant(Date.parse(opened.openedAt) + 1_000);
    const registration = await load(opened);
    await registrations.append(registration, {
      event: { kind: 'consent-given', at, consentTextDigest: 'digest' },
      next: { kind: 'awaiting-capture', tally: { counted: 0, uncounted: 0 } },
    });
    const response = await ask({ url: `/v1/registrations/${opened.id}/kept` });
    const kept = keptResource.parse(response.json());
    assert.deepEqual(kept.events, [
      { kind: 'consent-given', at: new Date(at).toISOString(), consentTextDigest: 'digest' },
    ]);
    assert.ok(kept.never.some((line) => line.includes('live frames')));
    assert.ok(!response.body.includes(ORDINARY_BODY.orderReference));
  });

  it('says when the policy of a registration is not known here', async () => {
    const opened = await service.open();
    const { registrations } = service.server.service.storage;
    const foreign: Registration = {
      ...(await load(opened)),
      id: parseRegistrationId(`reg_${'B'.repeat(32)}`),
      policy: { id: 'test', version: 9 },
    };
    await registrations.create(foreign, { key: freshKey(), fingerprint: 'one' });
    await refuses(ask({ url: `/v1/registrations/${foreign.id}` }), 503, 'POLICY_NOT_IN_FORCE');
  });

  it('ends registrations whose time is over', async () => {
    const opened = await service.open();
    const { registrations } = service.server.service.storage;
    const overdue: Registration = {
      ...(await load(opened)),
      id: parseRegistrationId(`reg_${'C'.repeat(32)}`),
      expiresAt: instant(1),
    };
    await registrations.create(overdue, { key: freshKey(), fingerprint: 'one' });
    await sweep(service.server.service);
    const response = await ask({ url: `/v1/registrations/${overdue.id}` });
    assert.equal(registrationResource.parse(response.json()).state, 'expired');
  });

  it('answers a fault of ours with a correlation id and nothing else of it', async () => {
    const broken = await startTestServer();
    try {
      const { storage } = broken.server.service;
      Object.assign(storage.registrations, {
        load: () => Promise.reject(new Error('marked secret')),
      });
      const response = await broken.app.inject({
        url: `/v1/registrations/reg_${'A'.repeat(32)}`,
        headers: { authorization: `Bearer ${HANBIT.apiKey}`, 'x-correlator': 'their-name' },
      });
      const problem = problemOf(response, 500, 'INTERNAL');
      assert.ok(!response.body.includes('marked'));
      assert.equal(response.headers['x-correlator'], 'their-name');
      const lines = broken.logLines.filter((line) => line.includes(problem.correlationId ?? '?'));
      assert.ok(lines.some((line) => line.includes('"code":"INTERNAL"')));
      assert.ok(!lines.join('').includes('marked'));
    } finally {
      await broken.stop();
    }
  });

  it('takes no more requests than configured from one tenant, and nothing while stopping', async () => {
    const limited = await startTestServer({ environment: { BONIN_REQUESTS_PER_SECOND: '1' } });
    const get = () =>
      limited.app.inject({
        url: `/v1/registrations/reg_${'A'.repeat(32)}`,
        headers: { authorization: `Bearer ${HANBIT.apiKey}` },
      });
    await get();
    await get();
    const response = await get();
    problemOf(response, 429, 'TOO_MANY_REQUESTS');
    assert.equal(response.headers['retry-after'], '1');
    limited.server.service.lifecycle.phase = 'stopping';
    problemOf(await get(), 503, 'NOT_READY');
    problemOf(await limited.app.inject('/readyz'), 503, 'NOT_READY');
    await limited.stop();
  });

  async function load({ id }: OpenedRegistrationResource): Promise<Registration> {
    const { registrations } = service.server.service.storage;
    const found = await registrations.load(tenantId(HANBIT.id), parseRegistrationId(id));
    assert.ok(found !== undefined);
    return found;
  }
});

interface Answered {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

function problemOf(response: Answered, status: number, code: string): Problem {
  assert.equal(response.statusCode, status, response.body);
  assert.equal(response.headers['content-type'], 'application/problem+json; charset=utf-8');
  const problem = JSON.parse(response.body) as Problem;
  assert.equal(problem.status, status);
  assert.equal(problem.code, code);
  assert.ok(problem.message.length > 0);
  return problem;
}

async function refuses(answered: Promise<Answered>, status: number, code: string): Promise<void> {
  problemOf(await answered, status, code);
}
