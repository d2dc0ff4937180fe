import type { AttemptId, RegistrationId } from '@bonin/core';

/** Makes identifiers and nonces of at least 128 bits that nobody can guess. */
export interface IdSource {
  /** Names a registration. */
  registrationId(): RegistrationId;
  /** Names an attempt. */
  attemptId(): AttemptId;
  /** Names a result or an outbox message. */
  resultId(): string;
  /** 32 random bytes in base64url: a challenge nonce or a salt. */
  nonce(): string;
}
