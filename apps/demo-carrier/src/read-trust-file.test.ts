import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ConfigError } from './config-error.ts';
import { readTrustFile } from './read-trust-file.ts';

const TRUST = {
  format: 'bonin/trust-policy/v1',
  issuer: 'any',
  audience: 'any',
  builds: ['b1'.repeat(32)],
  models: 'any',
  resultKeys: 'any',
  floor: { thresholds: [], isolation: ['network-denied'], attackDetection: 'passive-only' },
  ledger: 'any',
};

describe('the trust policy of the demonstration carrier', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'bonin-carrier-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const written = (text: string): string => {
    const file = join(folder, 'trust.json');
    writeFileSync(file, text);
    return file;
  };

  it('is read as it is', () => {
    const text = JSON.stringify(TRUST);
    assert.equal(readTrustFile(written(text)), text);
  });

  it('stops the start when it cannot be used: the member is named, and nothing is quoted', () => {
    const cases: [string, string][] = [
      ['json', 'not json'],
      ['builds', JSON.stringify({ ...TRUST, builds: ['secret-build'] })],
      ['floor', JSON.stringify({ ...TRUST, floor: undefined })],
      ['unknown', JSON.stringify({ ...TRUST, bulids: ['secret-build'] })],
    ];
    for (const [member, text] of cases) {
      assert.throws(
        () => readTrustFile(written(text)),
        (error) =>
          error instanceof ConfigError &&
          error.code === 'TRUST_FILE_UNUSABLE' &&
          error.details['member'] === member &&
          !JSON.stringify([error.message, error.details]).includes('secret'),
      );
    }
    assert.throws(() => readTrustFile(join(folder, 'none')), {
      code: 'TRUST_FILE_UNUSABLE',
      details: { member: 'file' },
    });
  });
});
