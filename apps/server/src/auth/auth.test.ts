import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededIds } from '@bonin/testkit';
import { apiKeyOf, hashApiKey, makeApiKey } from './api-key.ts';
import { registrationSecrets } from './registration-secrets.ts';
import { keyedBuckets, tokenBucket } from './token-bucket.ts';

describe('API keys', () => {
  it('are 256 random bits behind a prefix that a scanner can find', () => {
    assert.match(makeApiKey(), /^bonin_[A-Za-z0-9_-]{43}$/);
    assert.notEqual(makeApiKey(), makeApiKey());
  });

  it('are read from the Authorization header and from nowhere else', () => {
    const apiKey = makeApiKey();
    assert.equal(apiKeyOf(`Bearer ${apiKey}`), apiKey);
    for (const header of [undefined, '', apiKey, `Basic ${apiKey}`, `Bearer ${apiKey} x`]) {
      assert.equal(apiKeyOf(header), undefined);
    }
  });

  it('are kept as their SHA-256', () => {
    assert.equal(hashApiKey('abc'), 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });
});

describe('secrets of a registration', () => {
  const ids = seededIds('auth');
  const secrets = registrationSecrets(new Uint8Array(32).fill(7));
  const others = registrationSecrets(new Uint8Array(32).fill(8));

  it('are the same each time they are derived, and differ by registration and installation', () => {
    const [one, two] = [ids.registrationId(), ids.registrationId()];
    assert.equal(secrets.captureToken(one), secrets.captureToken(one));
    assert.notEqual(secrets.orderSalt(one), secrets.orderSalt(two));
    assert.notEqual(secrets.orderSalt(one), others.orderSalt(one));
    assert.ok(!secrets.captureToken(one).includes(secrets.orderSalt(one)));
  });

  it('let a genuine capture token be read, and no other', () => {
    const id = ids.registrationId();
    const token = secrets.captureToken(id);
    assert.equal(secrets.readCaptureToken(token), id);
    const [, tag = ''] = token.split('.');
    for (const forged of [
      '',
      id,
      `${id}.`,
      `${token}A`,
      others.captureToken(id),
      `${ids.registrationId()}.${tag}`,
      `${id}.${'A'.repeat(43)}`,
    ]) {
      assert.equal(secrets.readCaptureToken(forged), undefined);
    }
  });

  it('digest requests and idempotency keys with a key of their own', () => {
    assert.notEqual(secrets.requestFingerprint('x'), others.requestFingerprint('x'));
    assert.notEqual(secrets.requestFingerprint('x'), secrets.idempotencyKeyDigest('x'));
  });
});

describe('token bucket', () => {
  it('lets a burst through, then so many a second', () => {
    let now = 0;
    const bucket = tokenBucket({ burst: 3, perSecond: 2 }, () => now);
    assert.deepEqual(
      [1, 2, 3, 4].map(() => bucket.take()),
      [true, true, true, false],
    );
    now = 500;
    assert.equal(bucket.take(), true);
    assert.equal(bucket.take(), false);
    now = 10_000;
    assert.ok(bucket.isFull());
  });

  it('keeps keys apart, forgets full ones and never holds more than it may', () => {
    let now = 0;
    const buckets = keyedBuckets({ burst: 1, perSecond: 1 }, () => now, 2);
    assert.equal(buckets.take('a'), true);
    assert.equal(buckets.take('a'), false);
    assert.equal(buckets.take('b'), true);
    assert.equal(buckets.take('c'), false);
    now = 2_000;
    assert.equal(buckets.take('c'), true);
    assert.equal(buckets.size, 1);
    buckets.forgetFull();
    assert.equal(buckets.size, 1);
    now = 4_000;
    buckets.forgetFull();
    assert.equal(buckets.size, 0);
  });
});
