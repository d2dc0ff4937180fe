import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { parseVerifierKey } from '@bonin/ledger';
import { CodedError } from '@bonin/core';
import { openLogKey } from './log-key.ts';

describe('the key of the ledger', () => {
  const made: string[] = [];
  const folder = (): string => {
    const one = mkdtempSync(join(tmpdir(), 'bonin-log-key-'));
    made.push(one);
    return one;
  };
  after(() => {
    for (const one of made) rmSync(one, { recursive: true, force: true });
  });
  const refusal = (open: () => unknown, code: string): void => {
    assert.throws(open, (error) => error instanceof CodedError && error.code === code);
  };

  it('is made once, readable by its owner alone, under the name of the host', () => {
    const keys = folder();
    const first = openLogKey(keys, 'https://Bonin.example:8443/here');
    assert.deepEqual(openLogKey(keys, 'https://moved.example'), first);
    assert.equal(parseVerifierKey(first.verifierKey).name, 'bonin.example:8443/ledger');
    assert.equal(statSync(join(keys, 'ledger.json')).mode & 0o077, 0);
  });

  it('has a drawn name where the host is not known, another each time', () => {
    const names = [1, 2].map(
      () => parseVerifierKey(openLogKey(folder(), undefined).verifierKey).name,
    );
    assert.notEqual(names[0], names[1]);
    for (const name of names) assert.match(name, /^[0-9a-f]{16}\.invalid\/ledger$/);
  });

  it('is refused when others could read it, or when it is damaged', () => {
    const keys = folder();
    openLogKey(keys, undefined);
    const file = join(keys, 'ledger.json');
    chmodSync(file, 0o640);
    refusal(() => openLogKey(keys, undefined), 'KEYRING_PERMISSIONS');
    chmodSync(file, 0o600);
    writeFileSync(file, '{"format":"bonin-log-key/1"}');
    refusal(() => openLogKey(keys, undefined), 'KEYRING_UNREADABLE');
  });
});
