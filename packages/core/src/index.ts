export type { Brand } from './brand.ts';
export { CodedError } from './coded-error.ts';
export { after, instant, milliseconds, type Instant, type Milliseconds } from './time/time.ts';
export { BiometricsError, type BiometricsErrorCode } from './biometrics/biometrics-error.ts';
export {
  parseCalibrationId,
  parseModelId,
  partsOfScale,
  type CalibrationId,
  type ModelId,
} from './biometrics/model-id.ts';
export {
  decideComparison,
  type ComparisonDecision,
  type ComparisonScore,
  type ComparisonThreshold,
} from './biometrics/comparison.ts';
export {
  decidePad,
  type PadDecision,
  type PadResult,
  type PadScore,
  type PadThreshold,
} from './biometrics/pad.ts';
export {
  QUALITY_COMPONENTS,
  componentsUnder,
  type FaceQuality,
  type QualityComponent,
  type QualityFloor,
  type QualityMeasure,
} from './biometrics/face-quality.ts';
export { rateOf, type ErrorRate } from './biometrics/error-rate.ts';
export {
  BOOTH_SYMBOLS,
  SYMBOL_BUDGET,
  SYMBOL_GRID_MS,
  VERDICT_SYMBOLS,
  codeOf,
  isVerdict,
  symbolOf,
  type BoothSymbol,
  type GuidanceSymbol,
  type VerdictSymbol,
} from './biometrics/booth-symbol.ts';
export type {
  CaptureFindings,
  ChallengeFindings,
  ColourFindings,
  ContinuityFindings,
  PoseFindings,
  ReliefFindings,
} from './biometrics/challenge-findings.ts';
export {
  HOLD_STEP_MS,
  drawAgain,
  drawChallenge,
  entropyBits,
  stepLimitMs,
  type ChallengeOutline,
  type DrawNumber,
} from './biometrics/draw-challenge.ts';
export {
  CHALLENGE_PIECES,
  decideChallenge,
  decidePieces,
  type ChallengePiece,
  type ChallengePolicy,
} from './policy/decide-challenge.ts';
export {
  CHALLENGE_PROFILES,
  CHALLENGE_STEPS_MOST,
  COLOURS_WITHIN_MS,
  COLOUR_LEAD_MS,
  NEUTRAL_PAGE,
  POSES,
  SCREEN_COLOURS,
  SCREEN_COLOUR_NAMES,
  type ChallengeProfile,
  type ChallengeStep,
  type Pose,
  type ScreenColour,
} from './biometrics/challenge.ts';
export {
  PROBE_FRAMES_MAX,
  type AttemptPolicy,
  type ChallengeProfilePolicy,
  type DecisionPolicy,
  type FacePolicy,
  type ProbeFramesPolicy,
} from './policy/face-policy.ts';
export { attackDetectionOf, thresholdsOf, type Threshold } from './policy/thresholds-of.ts';
export {
  decideProbe,
  probeDisturbance,
  type ChallengeResult,
  type ComparisonResult,
  type ProbeFindings,
} from './policy/decide-probe.ts';
export {
  decideAttempt,
  type AttemptDecision,
  type AttemptFacts,
  type RejectionGround,
  type UnusableGround,
} from './policy/decide-attempt.ts';
export {
  parseAttemptId,
  parseRegistrationId,
  parseTenantId,
  type AttemptId,
  type RegistrationId,
  type TenantId,
} from './registration/identifiers.ts';
export {
  RegistrationError,
  type RegistrationErrorCode,
} from './registration/registration-error.ts';
export type {
  HandledBy,
  PolicyVersion,
  Registration,
  RegistrationRule,
} from './registration/registration.ts';
export {
  NOT_REQUIRED,
  OPENED,
  advance,
  attemptsLeft,
  isFinished,
  type AbandonmentGround,
  type AttemptTally,
  type RefusalGround,
  type RegistrationEvent,
  type RegistrationState,
} from './registration/registration-state.ts';

export { CHANNELS, type Channel } from './telecom/channel.ts';
export { PolicyError, type PolicyErrorCode } from './policy/policy-error.ts';
export { compilePolicy, type CompiledPolicy } from './policy/routes/compile-policy.ts';
export {
  ROUTE_GROUNDS,
  ROUTE_STANDINGS,
  decideRoute,
  type GrantedException,
  type LinesFact,
  type NextStep,
  type RouteDecision,
  type RouteFacts,
  type RouteGround,
  type RouteStanding,
  type RouteTrial,
} from './policy/routes/decide-route.ts';
export { openHistory, type PolicyHistory } from './policy/routes/policy-history.ts';
export {
  COUNTABLE_OUTCOMES,
  EXCEPTION_GROUNDS,
  POLICY_STANDINGS,
  ROUTE_OUTCOMES,
  parseRouteId,
  type AfterFailure,
  type CountableOutcome,
  type ExceptionGround,
  type LineLimit,
  type PolicyStanding,
  type RouteId,
  type RouteOutcome,
  type RoutePolicy,
  type RouteRule,
  type RouteTerms,
  type RuleTerms,
} from './policy/routes/route-policy.ts';
export {
  NATIONALITIES,
  SITUATION_DIMENSIONS,
  SITUATION_VALUES,
  allSituations,
  type Nationality,
  type Situation,
  type SituationDimension,
} from './policy/routes/situation.ts';
export {
  DOCUMENT_TYPES,
  IDENTITY_DOCUMENTS,
  type DocumentType,
  type IdentityDocument,
} from './identity/document-type.ts';
export { REGISTRATION_KINDS, type RegistrationKind } from './telecom/registration-kind.ts';
export { TENANT_CLASSES, type TenantClass } from './telecom/tenant-class.ts';
export { FACE_ROUTE, routeFactsOf } from './registration/route-facts.ts';
export { attemptsUnder, faceTermsOf } from './registration/face-terms.ts';
export {
  exceptionFact,
  exceptionStanding,
  parseStaffRef,
  type ExceptionStanding,
  type ExceptionStep,
  type StaffRef,
} from './registration/exception-steps.ts';
export { standOut, type Group, type GroupStanding } from './audit/stand-out.ts';
