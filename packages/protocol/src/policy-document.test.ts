import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDecisionPolicy } from './policy-document.ts';
import { ProtocolError } from './protocol-error.ts';

const scale = { scale: 'some-model', calibration: 'some-report' };

function document() {
  return {
    id: 'default',
    version: 1,
    face: {
      comparison: { minimum: 0.4, ...scale },
      pad: { attackBelow: 0.2, bonaFideFrom: 0.6, ...scale },
      referenceQuality: { interEyeDistance: 20 },
      probeQuality: {},
      probeFrames: { minimum: 5, best: 3, spreadMs: 1_000 },
    },
    attempts: {
      attemptsMax: 3,
      challengeLifetime: 120_000,
      captureTimeLimit: 90_000,
      registrationLifetime: 3_600_000,
      unusableCapturesMax: 10,
    },
  };
}

describe('policy document', () => {
  it('is read when every member is there', () => {
    assert.deepEqual(parseDecisionPolicy(document()), document());
  });

  it('is refused by the name of the member that is wrong', () => {
    const wrong: [string, (policy: ReturnType<typeof document>) => unknown][] = [
      ['id', (policy) => ({ ...policy, id: 'Not An Id' })],
      ['version', (policy) => ({ ...policy, version: 0 })],
      ['face.comparison.minimum', (policy) => set(policy, 'comparison', { minimum: 1, ...scale })],
      ['face.comparison', (policy) => set(policy, 'comparison', { minimum: 0.4, ...scale, x: 1 })],
      [
        'face.pad',
        (policy) => set(policy, 'pad', { attackBelow: 0.7, bonaFideFrom: 0.6, ...scale }),
      ],
      [
        'face.probeFrames',
        (policy) => set(policy, 'probeFrames', { minimum: 2, best: 3, spreadMs: 0 }),
      ],
      [
        'face.probeFrames.spreadMs',
        (policy) => set(policy, 'probeFrames', { minimum: 5, best: 3 }),
      ],
      [
        'face.probeFrames.minimum',
        (policy) => set(policy, 'probeFrames', { minimum: 9, best: 3, spreadMs: 0 }),
      ],
      [
        'attempts.attemptsMax',
        (policy) => ({ ...policy, attempts: { ...policy.attempts, attemptsMax: 0 } }),
      ],
    ];
    for (const [member, change] of wrong) {
      assert.throws(
        () => parseDecisionPolicy(change(document())),
        (error) =>
          error instanceof ProtocolError &&
          error.code === 'POLICY_MALFORMED' &&
          error.details['member'] === member,
        member,
      );
    }
  });

  it('is refused when a threshold names no model, or a quality component that is not one', () => {
    const nameless = set(document(), 'comparison', { minimum: 0.4, scale: '', calibration: 'x' });
    assert.throws(() => parseDecisionPolicy(nameless), ProtocolError);
    const unknown = set(document(), 'probeQuality', { beauty: 50 });
    assert.throws(() => parseDecisionPolicy(unknown), ProtocolError);
  });
});

function set(policy: ReturnType<typeof document>, member: string, value: unknown) {
  return { ...policy, face: { ...policy.face, [member]: value } };
}
