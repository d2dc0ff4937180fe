import type { ExceptionStep, Registration, RegistrationId, TenantId } from '@bonin/core';
import type { LedgerEntry } from './ledger-store.ts';

/** A step of an exception, and what belongs to it. */
export interface RecordedStep {
  readonly step: ExceptionStep;
  /** Why, in free words of the staff; kept apart, so that it can be erased. May hold personal data. */
  readonly note?: string;
  /** What the ledger is to witness of it. */
  readonly entries: readonly LedgerEntry[];
}

/**
 * Keeps exceptions. An implementation owes:
 *
 * - step, note and entries of the ledger are written in one durable transaction or not at all;
 * - of two that come at once, one is refused;
 * - every call names its tenant, and another tenant's registration does not exist for it.
 */
export interface ExceptionBook {
  /**
   * @param after - how many steps there were when this one was decided
   * @throws {RegistrationError} `REGISTRATION_OVERTAKEN` when there are more meanwhile
   */
  append(registration: Registration, after: number, recorded: RecordedStep): Promise<void>;
  list(tenantId: TenantId, id: RegistrationId): Promise<readonly ExceptionStep[]>;
  /** Registrations whose last step is of a kind, the oldest id first, from behind `after` on. */
  listLast(
    tenantId: TenantId,
    kind: ExceptionStep['kind'],
    limit: number,
    after?: RegistrationId,
  ): Promise<readonly RegistrationId[]>;
  /** The free words of a registration, in the order of its steps. */
  listNotes(tenantId: TenantId, id: RegistrationId): Promise<readonly string[]>;
}
