import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCommand, readConfig } from './config.ts';
import { ServerError } from './server-error.ts';

const KEY = 'x'.repeat(32);

describe('configuration', () => {
  it('needs none: this machine only, embedded storage, no demonstration', () => {
    const config = readConfig({});
    assert.equal(config.host, '127.0.0.1');
    assert.equal(config.port, 8080);
    assert.equal(config.databaseUrl, undefined);
    assert.equal(config.demonstration, undefined);
    assert.ok(Object.isFrozen(config));
  });

  it('listens to the network when it makes its own certificate', () => {
    assert.equal(readConfig({ BONIN_TLS: '1' }).host, '0.0.0.0');
  });

  it('believes proxies that are named by address or network, and no others', () => {
    assert.equal(readConfig({}).trustProxy, undefined);
    const { trustProxy } = readConfig({ BONIN_TRUST_PROXY: '10.0.0.5, 10.1.0.0/16,::1' });
    assert.equal(trustProxy, '10.0.0.5,10.1.0.0/16,::1');
    for (const wrong of ['1', 'true', 'proxy.example', '10.0.0.0/0', '10.0.0.0/33', '10.0.0.5,']) {
      assert.throws(() => readConfig({ BONIN_TRUST_PROXY: wrong }), ServerError);
    }
  });

  it('takes a public address without its last slash', () => {
    const { publicUrl } = readConfig({ BONIN_PUBLIC_URL: 'https://bonin.example/' });
    assert.equal(publicUrl, 'https://bonin.example');
  });

  it('names every variable that it cannot use, and quotes none', () => {
    assert.throws(
      () => readConfig({ BONIN_PORT: 'marked', DATABASE_URL: 'marked:pw@host', BONIN_BOOTHS: '0' }),
      (error) => {
        assert.ok(error instanceof ServerError && error.code === 'CONFIGURATION_INVALID');
        assert.equal(error.details['variables'], 'BONIN_PORT DATABASE_URL BONIN_BOOTHS');
        return !JSON.stringify(error).includes('marked');
      },
    );
  });

  it('names every variable that looks like one of its own and is none, and quotes none', () => {
    assert.throws(
      () => readConfig({ BONIN_BOOTHS_WARM: 'marked', BONIN_TSL: 'marked', BONIN_PORT: 'x' }),
      (error) => {
        assert.ok(error instanceof ServerError && error.code === 'CONFIGURATION_UNKNOWN');
        assert.equal(error.details['variables'], 'BONIN_BOOTHS_WARM BONIN_TSL');
        return !JSON.stringify(error).includes('marked');
      },
    );
    assert.equal(readConfig({ PATH: '/bin', DEMO_CARRIER_PORT: '1', BONIN_TSL: '' }).port, 8080);
  });

  it('refuses a demonstration in production, or without its key', () => {
    const on = { BONIN_DEMONSTRATION: '1', BONIN_DEMONSTRATION_API_KEY: KEY };
    assert.equal(readConfig(on).demonstration?.apiKey, KEY);
    assert.throws(
      () => readConfig({ ...on, NODE_ENV: 'production' }),
      isCoded('DEMONSTRATION_IN_PRODUCTION'),
    );
    assert.throws(() => readConfig({ BONIN_DEMONSTRATION: '1' }), isCoded('CONFIGURATION_INVALID'));
  });

  it('knows its commands and no others', () => {
    assert.deepEqual(readCommand([]), { kind: 'serve' });
    assert.deepEqual(readCommand(['keys', 'rotate']), { kind: 'keys-rotate' });
    assert.deepEqual(readCommand(['tenant', 'add', 'hanbit-mobile', '--name', 'Hanbit']), {
      kind: 'tenant-add',
      id: 'hanbit-mobile',
      name: 'Hanbit',
      tenantClass: undefined,
    });
    const virtual = ['tenant', 'add', 'vega', '--name', 'Vega', '--class', 'mvno'];
    assert.deepEqual(readCommand(virtual), {
      kind: 'tenant-add',
      id: 'vega',
      name: 'Vega',
      tenantClass: 'mvno',
    });
    assert.throws(() => readCommand([...virtual.slice(0, 6), 'bank']), isCoded('COMMAND_UNKNOWN'));
    assert.deepEqual(readCommand(['policy', 'publish', 'a.note']), {
      kind: 'policy-publish',
      file: 'a.note',
    });
    assert.deepEqual(readCommand(['facts', 'export']), { kind: 'facts-export' });
    for (const words of [['tenant'], ['tenant', 'add', 'x'], ['keys', 'delete'], ['other']]) {
      assert.throws(() => readCommand(words), isCoded('COMMAND_UNKNOWN'));
    }
  });
});

function isCoded(code: string): (error: unknown) => boolean {
  return (error) => error instanceof ServerError && error.code === code;
}
