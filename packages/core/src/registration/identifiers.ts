import type { Brand } from '../brand.ts';
import { RegistrationError } from './registration-error.ts';

/** Names one registration. Random, so that it says nothing and cannot be guessed. */
export type RegistrationId = Brand<string, 'RegistrationId'>;
/** Names one attempt. Random, as a registration's. */
export type AttemptId = Brand<string, 'AttemptId'>;
/** Names one mobile operator as a tenant of the service; chosen by whoever runs it, and not secret. */
export type TenantId = Brand<string, 'TenantId'>;

// 24 random bytes in base64url: 192 bits that nobody can guess or count.
const REGISTRATION_ID = /^reg_[A-Za-z0-9_-]{32}$/;
const ATTEMPT_ID = /^att_[A-Za-z0-9_-]{32}$/;
const TENANT_ID = /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/;

/**
 * Reads the id of a registration.
 *
 * Not verified: that there is such a registration, or that the one who names it may see it.
 *
 * @throws {RegistrationError} `REGISTRATION_ID_MALFORMED`
 */
export function parseRegistrationId(text: string): RegistrationId {
  if (!REGISTRATION_ID.test(text)) throw new RegistrationError('REGISTRATION_ID_MALFORMED');
  return text as RegistrationId;
}

/**
 * Reads the id of an attempt.
 *
 * Not verified: that there is such an attempt.
 *
 * @throws {RegistrationError} `ATTEMPT_ID_MALFORMED`
 */
export function parseAttemptId(text: string): AttemptId {
  if (!ATTEMPT_ID.test(text)) throw new RegistrationError('ATTEMPT_ID_MALFORMED');
  return text as AttemptId;
}

/**
 * Reads the id of a tenant.
 *
 * Not verified: that there is such a tenant.
 *
 * @throws {RegistrationError} `TENANT_ID_MALFORMED`
 */
export function parseTenantId(text: string): TenantId {
  if (!TENANT_ID.test(text)) throw new RegistrationError('TENANT_ID_MALFORMED');
  return text as TenantId;
}
