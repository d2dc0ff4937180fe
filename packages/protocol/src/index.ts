export {
  CAPTURE_PATH,
  CHUNK_BYTES_MAX,
  type AttemptOutcomeName,
  type BoothOffer,
  type CaptureView,
  type DeviceMessage,
  type Problem,
  type RegistrationStateName,
  type ServerMessage,
} from './channel.ts';
export { DEVICE_TEXT_BYTES_MAX, parseDeviceMessage } from './device-message.ts';
export { ProtocolError, type ProtocolErrorCode } from './protocol-error.ts';
export {
  idempotencyKey,
  keptResource,
  alarmsResource,
  applicantReceiptRequest,
  applicantReceiptResource,
  exceptionRequest,
  exceptionsResource,
  receiptsResource,
  openRegistrationRequest,
  openedRegistrationResource,
  registrationResource,
  type AlarmsResource,
  type ApplicantReceiptResource,
  type ExceptionRequest,
  type ExceptionsResource,
  type KeptResource,
  type ReceiptsResource,
  type OpenRegistrationRequest,
  type OpenedRegistrationResource,
  type RegistrationResource,
} from './registrations.ts';
export { parseDecisionPolicy } from './policy-document.ts';
export {
  ERROR_CATALOGUE,
  isPublicErrorCode,
  type CataloguedError,
  type PublicErrorCode,
} from './error-catalogue.ts';
export {
  CONSENT_TEXTS,
  LOCALES,
  canonicalConsentText,
  type ConsentText,
  type Locale,
} from './consent-text.ts';
export {
  ROUTE_POLICY_FORMAT,
  parseRoutePolicy,
  routePolicySchema,
  type RoutePolicyDocument,
} from './route-policy-document.ts';
