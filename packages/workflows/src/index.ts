export type {
  BoothBegin,
  BoothEnding,
  BoothKeys,
  BoothPair,
  BoothPool,
  CaptureBinding,
} from './ports/booth-pool.ts';
export type { Clock } from './ports/clock.ts';
export type { IdSource } from './ports/id-source.ts';
export type {
  CosignedText,
  EraseOutcome,
  LedgerCheckpoint,
  LedgerEntry,
  LedgerGrowth,
  LedgerStore,
  LedgerTree,
  PlacedEntry,
} from './ports/ledger-store.ts';
export type { LedgerScribe, WitnessedFact } from './ports/ledger-scribe.ts';
export type { PolicyBook } from './ports/policy-book.ts';
export type {
  CreateOutcome,
  Idempotency,
  OutboxMessage,
  PolicyArchive,
  KeptPolicy,
  KeptEvent,
  HandledCount,
  KeptRegistration,
  RegistrationStore,
  Step,
  StoredResult,
} from './ports/registration-store.ts';
export type { ResultClaims, ResultSigner } from './ports/result-signer.ts';
export type { Tenant, TenantBook, TenantKey } from './ports/tenant-book.ts';
export {
  openRegistration,
  type OpenRegistration,
  type OpenRegistrationPorts,
} from './open-registration.ts';
export { takeStep, type StepGrounds, type TakeStepPorts } from './take-step.ts';
export { giveConsent, type GiveConsentPorts } from './give-consent.ts';
export { withdrawConsent } from './withdraw-consent.ts';
export { leaveFaceRoute } from './leave-face-route.ts';
export {
  expireRegistrations,
  type ExpireRegistrationsPorts,
  type ExpiryOutcome,
} from './expire-registrations.ts';
export {
  openAttempt,
  type OpenAttemptOutcome,
  type OpenAttemptPorts,
  type OpenedAttempt,
} from './open-attempt.ts';
export {
  abandonAttempt,
  concludeAttempt,
  type AbandonAttempt,
  type ConcludeAttempt,
  type ConcludeAttemptOutcome,
} from './conclude-attempt.ts';
export { attemptsOf, faceTermsFor, routesFor } from './attempts-of.ts';
export type { PublishedPolicy, RoutePolicyArchive, RuleBook } from './ports/rule-book.ts';
export {
  decideUnder,
  factsOf,
  handleException,
  type HandleException,
  type HandleExceptionPorts,
  type Recorded,
} from './handle-exception.ts';
export type { ExceptionBook, RecordedStep } from './ports/exception-book.ts';
