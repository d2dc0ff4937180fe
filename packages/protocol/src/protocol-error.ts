import { CodedError } from '@bonin/core';

/** Codes of {@link ProtocolError}; docs/errors.md says what each means. */
export type ProtocolErrorCode =
  'MESSAGE_MALFORMED' | 'REQUEST_MALFORMED' | 'POLICY_MALFORMED' | 'ROUTE_POLICY_MALFORMED';

/** What came over the wire and could not be read. Says which member, never what stood in it. */
export class ProtocolError extends CodedError<ProtocolErrorCode> {}
