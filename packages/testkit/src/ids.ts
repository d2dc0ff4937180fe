import { createHash } from 'node:crypto';
import { parseAttemptId, parseRegistrationId } from '@bonin/core';
import type { IdSource } from '@bonin/workflows';

/** Identifiers that are the same in every run with the same seed; nobody may use them but tests. */
export function seededIds(seed = 'testkit'): IdSource {
  let count = 0;
  const next = (bytes: number): string => {
    count += 1;
    return createHash('sha512')
      .update(`${seed}:${String(count)}`)
      .digest()
      .subarray(0, bytes)
      .toString('base64url');
  };
  return {
    registrationId: () => parseRegistrationId(`reg_${next(24)}`),
    attemptId: () => parseAttemptId(`att_${next(24)}`),
    resultId: () => `res_${next(24)}`,
    nonce: () => next(32),
  };
}
