import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { commitToOrder } from './order-commitment.ts';

const FOLDER = new URL('../../../../vectors/order-commitment/', import.meta.url);

interface Vector {
  readonly spec: string;
  readonly comment: string;
  readonly input: { readonly salt: string; readonly orderReference: string };
  readonly expect: { readonly commitment: string };
}

describe('order commitment', () => {
  for (const name of readdirSync(FOLDER)) {
    it(`holds ${name}`, () => {
      const vector = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Vector;
      assert.deepEqual(Object.keys(vector), ['spec', 'comment', 'input', 'expect']);
      const { salt, orderReference } = vector.input;
      assert.equal(commitToOrder(salt, orderReference), vector.expect.commitment);
    });
  }

  it('does not confuse the end of the salt with the beginning of the reference', () => {
    const [salt, shorter] = [Buffer.from('saltA'), Buffer.from('salt')];
    assert.notEqual(
      commitToOrder(salt.toString('base64url'), 'order'),
      commitToOrder(shorter.toString('base64url'), 'Aorder'),
    );
  });
});
