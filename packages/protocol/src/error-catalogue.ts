/** What is said of one error code. The sentences are for people; a client keys on the code. */
export interface CataloguedError {
  readonly status: number;
  readonly retryable: boolean;
  readonly title: string;
  readonly message: string;
  readonly nextActions: readonly string[];
}

function entry(
  status: number,
  title: string,
  message: string,
  nextActions: readonly string[],
  retryable = false,
): CataloguedError {
  return { status, retryable, title, message, nextActions };
}

/**
 * Every error code that leaves this service, with its HTTP status and what to do.
 *
 * One home: `docs/errors.md` has a row for each, held by a test.
 */
export const ERROR_CATALOGUE = {
  REQUEST_MALFORMED: entry(
    400,
    'Request malformed',
    'The request does not have the documented shape.',
    ['compare-with-openapi'],
  ),
  IDEMPOTENCY_KEY_REQUIRED: entry(
    400,
    'Idempotency key required',
    'This request needs an Idempotency-Key header of 8 to 128 visible ASCII characters.',
    ['add-idempotency-key'],
  ),
  UNAUTHENTICATED: entry(
    401,
    'Not authenticated',
    'A valid API key is needed in the Authorization header.',
    ['check-api-key'],
  ),
  NOT_FOUND: entry(404, 'Not found', 'There is nothing here for you under this address.', [
    'check-identifier',
  ]),
  METHOD_NOT_ALLOWED: entry(405, 'Method not allowed', 'This address does not take this method.', [
    'compare-with-openapi',
  ]),
  PAYLOAD_TOO_LARGE: entry(413, 'Payload too large', 'The request is larger than allowed.', [
    'send-less',
  ]),
  UNSUPPORTED_MEDIA_TYPE: entry(415, 'Unsupported media type', 'Send application/json.', [
    'set-content-type',
  ]),
  IDEMPOTENCY_KEY_REUSED: entry(
    422,
    'Idempotency key reused',
    'This idempotency key came with a different request before.',
    ['use-new-idempotency-key'],
  ),
  TOO_MANY_REQUESTS: entry(
    429,
    'Too many requests',
    'More requests than allowed came from here.',
    ['wait-and-retry'],
    true,
  ),
  INTERNAL: entry(
    500,
    'Internal fault',
    'Something of ours broke. Nothing that was acknowledged is lost.',
    ['retry-with-same-idempotency-key', 'tell-operator-correlation-id'],
    true,
  ),
  BOOTHS_EXHAUSTED: entry(
    503,
    'All booths are taken',
    'Every booth is serving somebody else at this moment. Nothing was counted.',
    ['wait-and-retry'],
    true,
  ),
  NOT_READY: entry(
    503,
    'Not ready',
    'The service is starting or stopping.',
    ['wait-and-retry'],
    true,
  ),

  CAPTURE_TOKEN_INVALID: entry(
    401,
    'Capture link not valid',
    'This link is not valid. It may have been cut off when it was copied.',
    ['ask-for-new-link'],
  ),
  RECEIPT_UNKNOWN: entry(
    404,
    'Receipt not known',
    'No receipt of this code is known here. It may be mistyped, or erased.',
    ['compare-code', 'use-saved-receipt'],
  ),
  CAPTURE_ALREADY_OPEN: entry(
    409,
    'Already open elsewhere',
    'This registration is open in another window or on another device.',
    ['close-other-window', 'retry'],
    true,
  ),
  CAPTURE_NOT_JOINED: entry(409, 'Not joined yet', 'The first message must be capture-joined.', [
    'send-capture-joined',
  ]),
  MESSAGE_MALFORMED: entry(
    400,
    'Message malformed',
    'The message does not have the documented shape.',
    ['compare-with-format-page'],
  ),
  CHALLENGE_NOT_OFFERED: entry(
    422,
    'Kind of challenge not offered',
    'The policy of this registration does not offer this kind of challenge.',
    ['reload-page'],
  ),
  CONSENT_REQUIRED: entry(
    409,
    'Consent comes first',
    'No capture can begin before the applicant has consented.',
    ['give-consent'],
  ),
  CONSENT_TEXT_UNKNOWN: entry(
    422,
    'Consent text unknown',
    'The consent names a text that this service does not show.',
    ['reload-page'],
  ),
  FRAME_BEFORE_ATTEMPT: entry(
    409,
    'No attempt is open',
    'Images can be sent only while an attempt is open.',
    ['request-attempt'],
  ),
  ATTEMPT_ALREADY_OPEN: entry(
    409,
    'An attempt is open',
    'An attempt of this registration is already open.',
    ['finish-attempt'],
  ),
  CAPTURE_OVER: entry(
    409,
    'The capture has ended',
    'The last image of this attempt has been received; no more can be taken.',
    ['wait-for-answer'],
  ),
  EVENT_NOT_ALLOWED: entry(
    409,
    'Not possible now',
    'The registration is not in a state in which this can happen.',
    ['reload-registration'],
  ),
  REGISTRATION_OVERTAKEN: entry(
    409,
    'Overtaken',
    'Another step of this registration was recorded meanwhile.',
    ['reload-registration'],
    true,
  ),
  ATTEMPT_OVERTAKEN: entry(
    409,
    'Attempt overtaken',
    'A newer attempt of this registration was opened.',
    ['reload-registration'],
  ),
  REGISTRATION_FINISHED: entry(409, 'Registration finished', 'This registration has its answer.', [
    'read-result',
  ]),
  REGISTRATION_EXPIRED: entry(
    410,
    'Registration expired',
    'The time for this registration is over. Nothing was kept against the applicant.',
    ['open-new-registration'],
  ),
  POLICY_NOT_IN_FORCE: entry(
    503,
    'No policy in force',
    'No policy is in force for this registration.',
    ['tell-operator'],
  ),
  EXCEPTION_NOT_OPEN: entry(
    409,
    'Exception not open',
    'The rule of this registration has no exception on that ground now.',
    ['read-registration'],
  ),
  EXCEPTION_ALREADY_ASKED: entry(
    409,
    'Exception already asked',
    'An exception was asked for already, and was not refused.',
    ['read-registration'],
  ),
  EXCEPTION_NOT_ASKED: entry(
    409,
    'Exception not asked',
    'No exception of this registration waits for anybody.',
    ['read-registration'],
  ),
  EXCEPTION_SAME_PERSON: entry(
    409,
    'Same person',
    'Whoever agreed already cannot be the other person.',
    ['ask-another-person'],
  ),
  FACE_ROUTE_NOT_OFFERED: entry(
    409,
    'Face route not offered',
    'The rule asks for a check here, and the face is none of its routes.',
    ['offer-other-route'],
  ),
} as const satisfies Record<string, CataloguedError>;

/** A code that may leave this service. */
export type PublicErrorCode = keyof typeof ERROR_CATALOGUE;

/** Tells whether a code may leave this service; any other leaves it as `INTERNAL`. */
export function isPublicErrorCode(code: string): code is PublicErrorCode {
  return Object.hasOwn(ERROR_CATALOGUE, code);
}
