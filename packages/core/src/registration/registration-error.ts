import { CodedError } from '../coded-error.ts';

/** Codes of {@link RegistrationError}; docs/errors.md says what each means. */
export type RegistrationErrorCode =
  | 'REGISTRATION_ID_MALFORMED'
  | 'ATTEMPT_ID_MALFORMED'
  | 'TENANT_ID_MALFORMED'
  | 'EVENT_NOT_ALLOWED'
  | 'REGISTRATION_OVERTAKEN'
  | 'REGISTRATION_NOT_FOUND'
  | 'REGISTRATION_FINISHED'
  | 'REGISTRATION_EXPIRED'
  | 'CONSENT_REQUIRED'
  | 'CONSENT_TEXT_UNKNOWN'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'ATTEMPT_OVERTAKEN'
  | 'POLICY_NOT_IN_FORCE'
  | 'POLICY_VERSION_CHANGED'
  | 'FACE_ROUTE_NOT_OFFERED'
  | 'STAFF_REF_MALFORMED'
  | 'EXCEPTION_NOT_OPEN'
  | 'EXCEPTION_ALREADY_ASKED'
  | 'EXCEPTION_NOT_ASKED'
  | 'EXCEPTION_SAME_PERSON';

/** What stands in the way of a step in a registration. */
export class RegistrationError extends CodedError<RegistrationErrorCode> {}
