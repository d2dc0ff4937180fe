import { CodedError } from '@bonin/core';

/** Codes of {@link PublicationError}; docs/errors.md says what each means. */
export type PublicationErrorCode =
  | 'POLICY_NOT_SIGNED'
  | 'POLICY_SIGNATURE_INVALID'
  | 'POLICY_SIGNERS_TOO_FEW'
  | 'POLICY_DOCUMENT_UNREADABLE'
  | 'POLICY_OPERATORS_MALFORMED'
  | 'POLICY_NOT_ENACTED'
  | 'POLICY_EXPIRED'
  | 'POLICY_VERSION_NOT_NEW'
  | 'POLICY_BEGINS_IN_PAST'
  | 'POLICY_TEXT_UNKNOWN';

/** A route policy that is not published, and why. Says which, never what stood in it. */
export class PublicationError extends CodedError<PublicationErrorCode> {}
