import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { demoCarrierApp } from './app.ts';
import { orderDesk } from './order-desk.ts';
import { ServiceError, type ServiceClient } from './service-client.ts';

type Asked = Parameters<ServiceClient['open']>[0];

const REGISTRATION = {
  id: `reg_${'a'.repeat(32)}`,
  kind: 'new-line',
  channel: 'online',
  documentTypes: ['resident-card'],
  state: 'awaiting-consent',
  attempts: { counted: 0, uncounted: 0, max: 3 },
  policy: { id: 'default', version: 1 },
  orderCommitment: 'c'.repeat(43),
  openedAt: '2026-11-22T00:00:00.000Z',
  expiresAt: '2026-11-22T01:00:00.000Z',
} as const;

function carrier(change: Partial<ServiceClient> = {}) {
  const asked: Asked[] = [];
  const service: ServiceClient = {
    open: (order) => {
      asked.push(order);
      return Promise.resolve({
        ...REGISTRATION,
        documentTypes: [...REGISTRATION.documentTypes],
        captureLink: 'http://localhost:8080/c/#token',
        orderSalt: 's'.repeat(43),
      });
    },
    load: () =>
      Promise.resolve({ ...REGISTRATION, documentTypes: [...REGISTRATION.documentTypes] }),
    kept: () => Promise.reject(new ServiceError(404, 'NOT_FOUND')),
    publicKeys: () => Promise.resolve({ keys: [] }),
    ...change,
  };
  const app = demoCarrierApp({
    desk: orderDesk(service, (id) => `http://localhost:8081/?order=${id}`),
    service,
    carrier: { trustPolicy: '{}', loopbackOnly: true },
  });
  return { app, asked };
}

const ORDER = { kind: 'new-line', channel: 'online', language: 'en' };

describe('the doors of the demonstration carrier', () => {
  it('opens a registration for an order and gives the link in the wanted language', async () => {
    const { app, asked } = carrier();
    const response = await app.inject({ method: 'POST', url: '/api/orders', payload: ORDER });
    assert.equal(response.statusCode, 201);
    const { order } = response.json<{ order: { id: string; captureLink: string } }>();
    assert.equal(order.captureLink, 'http://localhost:8080/c/?lang=en#token');
    const [forwarded] = asked;
    assert.ok(forwarded !== undefined);
    assert.equal(forwarded.returnUrl, `http://localhost:8081/?order=${order.id}`);
    assert.match(forwarded.orderReference, /^DEMO-[0-9A-F]{10}$/);
  });

  it('takes no order that it does not know, and forwards nothing for it', async () => {
    const { app, asked } = carrier();
    for (const payload of [{}, { ...ORDER, kind: 'other' }, { ...ORDER, language: 'fr' }]) {
      const response = await app.inject({ method: 'POST', url: '/api/orders', payload });
      assert.equal(response.statusCode, 400);
    }
    assert.equal(asked.length, 0);
  });

  it('says no more of a fault of the service than its code', async () => {
    const open = () => Promise.reject(new ServiceError(502, 'SERVICE_UNREACHABLE'));
    const { app } = carrier({ open });
    const response = await app.inject({ method: 'POST', url: '/api/orders', payload: ORDER });
    assert.equal(response.statusCode, 502);
    assert.deepEqual(response.json(), { code: 'SERVICE_UNREACHABLE' });
  });

  it('knows only the orders that it took itself', async () => {
    const { app } = carrier();
    for (const url of ['/api/orders/none', '/api/orders/none/kept']) {
      assert.equal((await app.inject({ url })).statusCode, 404);
    }
  });

  it('lets its page load nothing from elsewhere', async () => {
    const { app } = carrier();
    const { headers } = await app.inject({ url: '/api/carrier' });
    assert.match(String(headers['content-security-policy']), /default-src 'none'/);
    assert.equal(headers['referrer-policy'], 'no-referrer');
  });
});
