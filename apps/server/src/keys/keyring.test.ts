import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { calculateJwkThumbprint } from 'jose';
import { ServerError } from '../server-error.ts';
import { openKeyring, publicKeys, rotateKeyring } from './keyring.ts';

describe('keyring', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'bonin-keys-')), 'keys');
    file = join(folder, 'keyring.json');
  });
  afterEach(() => {
    rmSync(join(folder, '..'), { recursive: true, force: true });
  });

  it('is made on the first start and read on the next', async () => {
    const made = await openKeyring(folder);
    assert.deepEqual(await openKeyring(folder), made);
    assert.equal(made.result.alg, 'EdDSA');
    assert.equal(made.offer.alg, 'ES256');
    assert.equal(Buffer.from(made.registrationSecret, 'base64url').length, 32);
  });

  it('can be read by its owner alone', async () => {
    await openKeyring(folder);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });

  it('is refused when others can read it', async () => {
    await openKeyring(folder);
    chmodSync(file, 0o644);
    await assert.rejects(openKeyring(folder), isCoded('KEYRING_PERMISSIONS'));
  });

  it('is refused when it is damaged, and the refusal quotes nothing', async () => {
    const { result } = await openKeyring(folder);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"format"', '"formatted"'));
    await assert.rejects(openKeyring(folder), (error) => {
      assert.ok(isCoded('KEYRING_UNREADABLE')(error));
      return !JSON.stringify(error, Object.getOwnPropertyNames(error)).includes(result.d);
    });
  });

  it('is one, however many start at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => openKeyring(folder)));
    assert.equal(new Set(made.map((each) => each.result.kid)).size, 1);
  });

  it('names each key by its thumbprint and shows no private part', async () => {
    const keyring = await openKeyring(folder);
    for (const key of publicKeys(keyring)) {
      assert.equal(key.kid, await calculateJwkThumbprint(key));
      assert.ok(!('d' in key));
    }
  });

  it('keeps the public parts of keys that were rotated away, and the secret of open links', async () => {
    const before = await openKeyring(folder);
    const kids = await rotateKeyring(folder, new Date('2026-11-22T00:00:00Z'));
    const now = await openKeyring(folder);
    assert.deepEqual(kids, [now.result.kid, now.offer.kid]);
    assert.equal(now.registrationSecret, before.registrationSecret);
    assert.deepEqual(
      publicKeys(now).map((key) => key.kid),
      [now.result.kid, now.offer.kid, before.result.kid, before.offer.kid],
    );
    assert.ok(!readFileSync(file, 'utf8').includes(before.result.d));
  });
});

function isCoded(code: string): (error: unknown) => boolean {
  return (error) => error instanceof ServerError && error.code === code;
}
