import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { commitToOrder } from './order-commitment.ts';

/** The page's own words put into code once more, with another library. */
function expected(salt: string, orderReference: string): string {
  const hash = createHash('sha256');
  const fields = [
    Buffer.from('bonin/order-commitment/v1'),
    Buffer.from(salt, 'base64url'),
    Buffer.from(orderReference),
  ];
  for (const field of fields) {
    hash.update(Buffer.from([field.length >> 8, field.length & 0xff])).update(field);
  }
  return hash.digest('base64url');
}

describe('commitToOrder', () => {
  it('hashes label, salt and reference, each behind its length', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.string({ minLength: 1, maxLength: 128 }),
        async (salt, reference) => {
          const text = Buffer.from(salt).toString('base64url');
          assert.equal(await commitToOrder(text, reference), expected(text, reference));
        },
      ),
    );
  });

  it('gives another commitment for another salt or another order', async () => {
    const salt = 'A'.repeat(43);
    const one = await commitToOrder(salt, 'DEMO-1');
    assert.notEqual(one, await commitToOrder(salt, 'DEMO-2'));
    assert.notEqual(one, await commitToOrder('B'.repeat(43), 'DEMO-1'));
  });
});
