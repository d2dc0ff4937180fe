import { randomBytes } from 'node:crypto';
import { parseAttemptId, parseRegistrationId } from '@bonin/core';
import type { IdSource } from '@bonin/workflows';

/** Identifiers of 192 random bits. UUIDs would have fewer, and look like something to count. */
export const randomIds: IdSource = {
  registrationId: () => parseRegistrationId(`reg_${random(24)}`),
  attemptId: () => parseAttemptId(`att_${random(24)}`),
  resultId: () => `res_${random(24)}`,
  nonce: () => random(32),
};

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
