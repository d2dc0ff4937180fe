import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CodedError } from '@bonin/core';
import { readConfig } from './config.ts';

const KEY = 'k'.repeat(32);
const NEEDED = { BONIN_DEMONSTRATION_API_KEY: KEY, DEMO_CARRIER_TRUST_FILE: 'trust.json' };

describe('the configuration of the demonstration carrier', () => {
  it('needs nothing but the key of the service and what it trusts', () => {
    const config = readConfig(NEEDED);
    assert.deepEqual(config, {
      host: '127.0.0.1',
      port: 8081,
      serviceUrl: 'http://localhost:8080',
      apiKey: KEY,
      trustFile: 'trust.json',
      dataFolder: undefined,
    });
  });

  const wrong = [
    ['BONIN_DEMONSTRATION_API_KEY', 'k'.repeat(31)],
    ['DEMO_CARRIER_PORT', '70000'],
    ['BONIN_URL', 'ftp://service.example'],
  ] as const;
  for (const [variable, value] of wrong) {
    it(`names ${variable} when it cannot be used, and not its value`, () => {
      assert.throws(
        () => readConfig({ ...NEEDED, [variable]: value }),
        (error: unknown) => {
          assert.ok(error instanceof CodedError);
          assert.equal(error.code, 'CONFIGURATION_INVALID');
          assert.deepEqual(error.details, { variables: variable });
          assert.ok(!JSON.stringify([error.message, error.details]).includes(value));
          return true;
        },
      );
    });
  }
});
