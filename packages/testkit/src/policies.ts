import {
  RegistrationError,
  milliseconds,
  parseCalibrationId,
  parseModelId,
  type DecisionPolicy,
} from '@bonin/core';
import type { PolicyBook } from '@bonin/workflows';

/** An ordinary policy for tests. Its thresholds were measured by nobody and decide about nobody. */
export function testPolicy(attempts: Partial<DecisionPolicy['attempts']> = {}): DecisionPolicy {
  const scale = parseModelId('test-model');
  const calibration = parseCalibrationId('test-calibration');
  return {
    id: 'test',
    version: 1,
    face: {
      comparison: { minimum: 0.4, scale, calibration },
      pad: { attackBelow: 0.2, bonaFideFrom: 0.6, scale, calibration },
      referenceQuality: { interEyeDistance: 20 },
      probeQuality: { interEyeDistance: 20 },
      probeFrames: { minimum: 3, best: 2, spreadMs: 0 },
    },
    attempts: {
      attemptsMax: 3,
      challengeLifetime: milliseconds(120_000),
      captureTimeLimit: milliseconds(90_000),
      registrationLifetime: milliseconds(3_600_000),
      unusableCapturesMax: 10,
      ...attempts,
    },
  };
}

/** A book of the given policies; the first is in force. */
export function policyBook(...policies: readonly DecisionPolicy[]): PolicyBook {
  const require = (policy: DecisionPolicy | undefined): DecisionPolicy => {
    if (policy === undefined) throw new RegistrationError('POLICY_NOT_IN_FORCE');
    return policy;
  };
  return {
    inForce: () => require(policies[0]),
    version: ({ id, version }) =>
      require(policies.find((policy) => policy.id === id && policy.version === version)),
  };
}
