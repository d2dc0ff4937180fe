import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeviceMessage } from './channel.ts';
import { parseDeviceMessage } from './device-message.ts';
import { ProtocolError } from './protocol-error.ts';

describe('device message', () => {
  it('is read when it is as documented', () => {
    const messages: DeviceMessage[] = [
      { kind: 'capture-joined', captureToken: 'token' },
      { kind: 'consent-given', consentTextDigest: 'A'.repeat(43) },
      { kind: 'consent-withdrawn' },
      { kind: 'attempt-requested' },
      { kind: 'attempt-abandoned' },
      { kind: 'face-route-left' },
      { kind: 'face-route-left', chosen: 'mobile-id' },
    ];
    for (const message of messages) {
      assert.deepEqual(parseDeviceMessage(JSON.stringify(message)), message);
    }
  });

  it('is refused in every other form, and the refusal quotes nothing', () => {
    for (const text of [
      '',
      'marked',
      'null',
      '[]',
      '{"kind":"marked"}',
      '{"kind":"attempt-requested","marked":1}',
      '{"kind":"face-route-left","chosen":"Marked By Hand"}',
      '{"kind":"capture-joined","captureToken":""}',
      '{"kind":"consent-given","consentTextDigest":"marked"}',
      `{"kind":"capture-joined","captureToken":"${'x'.repeat(5_000)}"}`,
    ]) {
      assert.throws(
        () => parseDeviceMessage(text),
        (error) =>
          error instanceof ProtocolError &&
          error.code === 'MESSAGE_MALFORMED' &&
          !JSON.stringify(error).includes('marked'),
      );
    }
  });
});
