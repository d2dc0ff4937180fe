import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readServerMessage } from './read-server-message.ts';

describe('readServerMessage', () => {
  it('reads the messages of the capture channel', () => {
    const message = { kind: 'guidance-given', symbol: 'no-face' };
    assert.deepEqual(readServerMessage(JSON.stringify(message)), message);
  });

  it('takes nothing that it does not know, and nothing with a member missing', () => {
    for (const text of [
      '{}',
      'null',
      '[]',
      '7',
      '{"kind":"toString"}',
      '{"kind":"__proto__"}',
      '{"kind":"registration-loaded"}',
      '{"kind":"refused","problem":null}',
    ]) {
      assert.equal(readServerMessage(text), undefined, text);
    }
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        readServerMessage(text);
      }),
    );
  });
});
