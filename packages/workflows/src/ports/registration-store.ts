import type {
  AttemptFacts,
  ExceptionStep,
  HandledBy,
  Instant,
  PolicyVersion,
  Registration,
  RegistrationEvent,
  RegistrationId,
  RegistrationState,
  TenantId,
} from '@bonin/core';
import type { LedgerEntry } from './ledger-store.ts';

/** The one signed result of a registration, as handed to the mobile operator. */
export interface StoredResult {
  readonly resultId: string;
  readonly answer: 'Y' | 'N';
  /** Compact JWS, `typ: verification-result+jwt`. */
  readonly token: string;
  readonly issuedAt: Instant;
}

/** Something that others must be told; delivered at least once, after the transaction. */
export interface OutboxMessage {
  readonly id: string;
  readonly kind: 'registration.finished';
  readonly registrationId: RegistrationId;
  readonly at: Instant;
}

/** By what a repeated request to open a registration is known. Both are keyed digests; neither is verified. */
export interface Idempotency {
  /** Keyed digest of the client's key, base64url. */
  readonly key: string;
  /** Keyed digest of the canonical request, base64url. */
  readonly fingerprint: string;
}

/** A registration that was created, or the one that the same request created before. */
export type CreateOutcome =
  | { readonly kind: 'created'; readonly registration: Registration }
  | { readonly kind: 'replayed'; readonly registration: Registration };

/** One step of a registration: what happened, where it leads, and what belongs to it. */
export interface Step {
  readonly event: RegistrationEvent;
  readonly next: RegistrationState;
  /** What a decision rested on, kept for replay. */
  readonly facts?: AttemptFacts;
  readonly result?: StoredResult;
  readonly outbox?: OutboxMessage;
  /** What the ledger is to witness of it. */
  readonly entries?: readonly LedgerEntry[];
}

/** What is kept of one step. */
export interface KeptEvent {
  readonly event: RegistrationEvent;
  readonly facts?: AttemptFacts;
}

/** Registrations of one store, or of one of the staff. */
export interface HandledCount {
  readonly ref: string;
  readonly registrations: number;
  /** Those whose applicant left the face route. */
  readonly faceLeft: number;
  /** Those in which an exception was asked for. */
  readonly exceptionsAsked: number;
}

/** A registration and all of its steps. */
export interface KeptRegistration {
  readonly registration: Registration;
  readonly events: readonly KeptEvent[];
  /** Of its exception. */
  readonly steps: readonly ExceptionStep[];
}

/** A policy as it was when it was first in force here; registrations stay under theirs to their end. */
export interface KeptPolicy {
  readonly policy: PolicyVersion;
  /** The document, as canonical JSON. */
  readonly document: string;
}

/** Keeps every policy that was ever in force, for replay. */
export interface PolicyArchive {
  /** @throws {RegistrationError} `POLICY_VERSION_CHANGED` when that version was another document before */
  keep(kept: KeptPolicy, at: Instant): Promise<void>;
  /** Every policy that was kept, in no particular order. */
  list(): Promise<readonly KeptPolicy[]>;
}

/**
 * Keeps registrations. An implementation owes:
 *
 * - every call names its tenant, and another tenant's registration does not exist for it;
 * - `append` writes event, state, facts, result, outbox and entries of the ledger in one durable transaction or not at all,
 *   and only when `registration.version` is still the newest;
 * - a registration has at most one result, whatever races;
 * - what was acknowledged survives the sudden end of the process.
 */
export interface RegistrationStore {
  /** @throws {RegistrationError} `IDEMPOTENCY_KEY_REUSED` when the key came with another request before */
  create(registration: Registration, idempotency: Idempotency): Promise<CreateOutcome>;
  /** The registration as it stands; `undefined` when this tenant has none of that name. */
  load(tenantId: TenantId, id: RegistrationId): Promise<Registration | undefined>;
  /** For the holder of a capture token, which names no tenant; the token's check is the caller's. */
  loadForCapture(id: RegistrationId): Promise<Registration | undefined>;
  /**
   * Returns the registration as it stands after the step.
   *
   * @throws {RegistrationError} `REGISTRATION_OVERTAKEN` when another step was appended meanwhile
   */
  append(registration: Registration, step: Step): Promise<Registration>;
  /** The result of a registration that has one. */
  loadResult(tenantId: TenantId, id: RegistrationId): Promise<StoredResult | undefined>;
  /** Events of a registration in order, for the list of what was kept and for replay. */
  listEvents(tenantId: TenantId, id: RegistrationId): Promise<readonly KeptEvent[]>;
  /**
   * What became of registrations since a time, by where or by whom they were opened. Those that were said nothing of, and those
   * that the rule asked nothing of, are not counted.
   */
  countHandled(
    tenantId: TenantId,
    by: keyof HandledBy,
    since: Instant,
  ): Promise<readonly HandledCount[]>;
  /**
   * Registrations that were opened under a rule, with their events, in the order of their ids and from behind `after` on: for
   * replay, of all tenants.
   */
  listUnderRule(limit: number, after?: RegistrationId): Promise<readonly KeptRegistration[]>;
  /**
   * Names of unfinished registrations whose time is over, at most `limit`, in an order of the store's own
   * and from behind `after` on. Names only: one row that cannot be read must not hide the others.
   */
  listOverdue(
    at: Instant,
    limit: number,
    after?: RegistrationId,
  ): Promise<readonly RegistrationId[]>;
}
