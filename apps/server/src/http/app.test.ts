import assert from 'node:assert/strict';
import { after, before, describe, it, mock } from 'node:test';
import { instant } from '@bonin/core';
import { ERROR_CATALOGUE, type Problem } from '@bonin/protocol';
import { tenantId } from '@bonin/testkit';
import { joinCapture } from '../../test/test-device.ts';
import { HANBIT, startTestServer, type TestServer } from '../../test/test-server.ts';
import { hashApiKey } from '../auth/api-key.ts';
import { DEMONSTRATION_TENANT } from '../service.ts';
import { CONNECTIONS_MAX } from './app.ts';

describe('doors of everybody', () => {
  let service: TestServer;
  before(async () => {
    service = await startTestServer();
  });
  after(() => service.stop());

  it('answers an unknown address with a problem document', async () => {
    for (const url of ['/', '/v2', '/demonstration/samples/index.json', '/c/../../package.json']) {
      const response = await service.app.inject(url);
      assert.equal(response.statusCode, 404);
      assert.equal(response.json<Problem>().code, 'NOT_FOUND');
    }
  });

  it('answers a method that an address does not take with the ones it takes', async () => {
    for (const [method, url, allow] of [
      ['GET', '/v1/registrations', 'POST'],
      ['DELETE', '/v1/registrations/x', 'GET, HEAD'],
      ['POST', '/openapi.json', 'GET, HEAD'],
    ] as const) {
      const response = await service.app.inject({ method, url });
      assert.equal(response.statusCode, 405);
      assert.equal(response.headers['allow'], allow);
      assert.equal(response.json<Problem>().code, 'METHOD_NOT_ALLOWED');
    }
  });

  it('echoes a correlator of the documented shape and makes one otherwise', async () => {
    const given = await service.app.inject({
      url: '/healthz',
      headers: { 'x-correlator': 'b4333c46-49c0-4f62-80d7-f0ef930f1c46' },
    });
    assert.equal(given.headers['x-correlator'], 'b4333c46-49c0-4f62-80d7-f0ef930f1c46');
    const bad = await service.app.inject({
      url: '/healthz',
      headers: { 'x-correlator': 'not allowed "here"' },
    });
    assert.match(String(bad.headers['x-correlator']), /^[A-Za-z0-9_-]{22}$/);
  });

  it('gives the public keys, without a private part', async () => {
    const response = await service.app.inject('/.well-known/jwks.json');
    const { keys } = response.json<{ keys: Record<string, unknown>[] }>();
    assert.deepEqual(
      keys.map((key) => key['alg']),
      ['EdDSA', 'ES256'],
    );
    for (const key of keys) {
      assert.equal(key['d'], undefined);
      assert.match(String(key['kid']), /^[A-Za-z0-9_-]{43}$/);
    }
  });

  it('describes every door and every code that it may answer', async () => {
    const response = await service.app.inject('/openapi.json');
    const document = response.json<{
      openapi: string;
      paths: Record<string, unknown>;
      components: { schemas: { Problem: { properties: { code: { enum: string[] } } } } };
    }>();
    assert.equal(document.openapi, '3.1.0');
    assert.deepEqual(
      document.components.schemas.Problem.properties.code.enum,
      Object.keys(ERROR_CATALOGUE),
    );
    const references = [...response.body.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    assert.ok(references.length > 0);
    // Pages are no doors of the interface; everything else that the router knows is described.
    const doors = pathsOf(service.app.printRoutes({ commonPrefix: false }))
      .filter((path) => !/^\/c(\/?\*)?$/.test(path))
      // The one path of any length beside the pages; the router prints it without what stands before.
      .map((path) => (path === '*' ? '/ledger/tile/{path}' : path));
    assert.equal((await service.app.inject('/anything/else')).statusCode, 404);
    assert.ok(doors.length > 7);
    assert.deepEqual(doors.sort(), Object.keys(document.paths).sort());
    for (const [, name] of references) {
      assert.ok(Object.hasOwn(document.components.schemas, String(name)));
    }
  });

  it('says that it is alive and ready, and what it counts', async () => {
    assert.deepEqual((await service.app.inject('/healthz')).json(), { alive: true });
    assert.deepEqual((await service.app.inject('/readyz')).json(), { ready: true });
    const metrics = (await service.app.inject('/metrics')).body;
    for (const notHere of [
      { remoteAddress: '203.0.113.1' },
      { headers: { 'x-forwarded-for': '203.0.113.1' } },
      { headers: { forwarded: 'for=203.0.113.1' } },
    ]) {
      const refused = await service.app.inject({ url: '/metrics', ...notHere });
      assert.equal(refused.json<Problem>().code, 'NOT_FOUND');
    }
    assert.match(metrics, /bonin_http_request_seconds_count\{method="GET",route="\/healthz"/);
  });

  it('serves the capture page anew each time and its assets for ever, allowing it the camera alone', async () => {
    const page = await service.app.inject('/c/');
    assert.equal(page.statusCode, 200);
    assert.equal(page.headers['cache-control'], 'no-store');
    assert.match(String(page.headers['permissions-policy']), /^camera=\(self\), microphone=\(\)/);
    const socket = service.server.facts.url.replace(/^http/, 'ws');
    assert.equal(
      page.headers['content-security-policy'],
      "default-src 'none'; script-src 'self'; style-src 'self'; " +
        `connect-src 'self' ${socket}; img-src 'self' blob:; ` +
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
    const asset = await service.app.inject('/c/assets/page-0123abcd.js');
    assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(asset.headers['x-content-type-options'], 'nosniff');
    assert.equal((await service.app.inject('/c')).headers['location'], '/c/');
  });

  it('gives no client unlimited time, nor any number of connections', async () => {
    const secure = await startTestServer({ environment: { BONIN_TLS: '1' } });
    try {
      for (const { server } of [service.app, secure.app]) {
        const { requestTimeout, headersTimeout, keepAliveTimeout, maxConnections } = server;
        assert.deepEqual(
          { requestTimeout, headersTimeout, keepAliveTimeout, maxConnections },
          {
            requestTimeout: 15_000,
            headersTimeout: 10_000,
            keepAliveTimeout: 75_000,
            maxConnections: CONNECTIONS_MAX,
          },
        );
      }
    } finally {
      await secure.stop();
    }
  });

  it('lets nothing be framed, sniffed, cached or referred to', async () => {
    const { headers } = await service.app.inject('/healthz');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/);
  });
});

describe('metrics that were made public', () => {
  it('are given to other machines', async () => {
    const service = await startTestServer({ environment: { BONIN_METRICS_PUBLIC: '1' } });
    try {
      const { statusCode } = await service.app.inject({
        url: '/metrics',
        remoteAddress: '203.0.113.1',
      });
      assert.equal(statusCode, 200);
    } finally {
      await service.stop();
    }
  });
});

describe('guessing of API keys', () => {
  it('costs the database nothing once there was too much of it from one address', async () => {
    const service = await startTestServer();
    try {
      const ask = (apiKey: string, remoteAddress = '203.0.113.1') =>
        service.app.inject({
          url: '/v1/registrations/x',
          headers: { authorization: `Bearer ${apiKey}` },
          remoteAddress,
        });
      const find = mock.method(service.server.service.storage.tenants, 'findByApiKeyHash');
      for (let at = 0; at < 80; at += 1) await ask(`guess-${String(at)}`);
      assert.ok(find.mock.callCount() < 70, String(find.mock.callCount()));
      assert.equal((await ask('guess')).statusCode, 429);
      assert.equal((await ask(HANBIT.apiKey, '203.0.113.2')).statusCode, 404);
    } finally {
      await service.stop();
    }
  });
});

describe('demonstration', () => {
  const apiKey = 'demonstration-key-0123456789-0123456789';

  it('leaves its tenant no entry where there is none', async () => {
    const service = await startTestServer();
    try {
      const id = tenantId(DEMONSTRATION_TENANT);
      await service.server.service.storage.tenants.put({
        id,
        name: 'Demonstration carrier',
        apiKeyHash: hashApiKey(apiKey),
        at: instant(0),
      });
      const response = await service.app.inject({
        url: '/v1/registrations/x',
        headers: { authorization: `Bearer ${apiKey}` },
      });
      assert.equal(response.json<Problem>().code, 'UNAUTHENTICATED');
    } finally {
      await service.stop();
    }
  });

  it('keeps its own tenant, whose registrations alone may use samples', async () => {
    const service = await startTestServer({
      environment: { BONIN_DEMONSTRATION: '1', BONIN_DEMONSTRATION_API_KEY: apiKey },
    });
    try {
      const samples = await service.app.inject('/demonstration/samples/index.json');
      assert.equal(samples.statusCode, 200);
      const opened = await service.open({ tenant: { apiKey } });
      const theirs = await joinCapture(service.url, opened);
      const own = await joinCapture(service.url, await service.open());
      assert.ok(isDemonstration(theirs.heard[0]));
      assert.ok(!isDemonstration(own.heard[0]));
      theirs.leave();
      own.leave();
    } finally {
      await service.stop();
    }
  });
});

function isDemonstration(message: unknown): boolean {
  return JSON.stringify(message).includes('"demonstration":true');
}

/** The paths of a router, as they are written in OpenAPI, from how it prints itself. */
function pathsOf(printed: string): string[] {
  const above: string[] = [];
  return [...printed.matchAll(/^([│ ]*)[├└]── (\S+)/gm)].map(([, indent = '', part = '']) => {
    const depth = indent.length / 4;
    const path = (depth === 0 ? '' : (above[depth - 1] ?? '')) + part;
    above[depth] = path;
    return path.replaceAll(/:(\w+)/g, '{$1}');
  });
}
