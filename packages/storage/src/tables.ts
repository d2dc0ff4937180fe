import type { ColumnType, Generated } from 'kysely';

/** JSON goes in as text and comes out parsed; what comes out is checked where it is read. */
type Json = ColumnType<unknown, string, string>;

export interface TenantRow {
  readonly id: string;
  readonly name: string;
  readonly class: Generated<string>;
  readonly api_key_hash: string;
  readonly created_at: Date;
  readonly key_changed_at: Date;
}

export interface RegistrationRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly kind: string;
  readonly channel: string;
  readonly document_types: Json;
  readonly order_commitment: string;
  readonly return_url: string | null;
  readonly policy_id: string;
  readonly policy_version: number;
  /** The route policy, and the situation by it; null where none was in force. */
  readonly rule: ColumnType<unknown, string | null, never>;
  /** Pseudonyms of store and staff; null where nothing was said. */
  readonly handled_by: ColumnType<unknown, string | null, never>;
  readonly opened_at: Date;
  readonly expires_at: Date;
  readonly state: Json;
  readonly is_finished: boolean;
  readonly version: number;
}

export interface RegistrationEventRow {
  readonly tenant_id: string;
  readonly registration_id: string;
  readonly version: number;
  readonly kind: string;
  readonly at: Date;
  readonly event: Json;
  readonly facts: ColumnType<unknown, string | null, never>;
}

export interface ResultRow {
  readonly registration_id: string;
  readonly tenant_id: string;
  readonly id: string;
  readonly answer: string;
  readonly token: string;
  readonly issued_at: Date;
}

export interface OutboxRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly registration_id: string;
  readonly kind: string;
  readonly at: Date;
  readonly delivered_at: Generated<Date | null>;
}

export interface IdempotencyRow {
  readonly tenant_id: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly registration_id: string;
  readonly at: Date;
}

export interface PolicyRow {
  readonly id: string;
  readonly version: number;
  readonly document: string;
  readonly first_in_force_at: Date;
}

export interface RoutePolicyRow {
  readonly id: string;
  readonly version: number;
  readonly note: string;
  readonly published_at: Date;
}

export interface ExceptionStepRow {
  readonly tenant_id: string;
  readonly registration_id: string;
  readonly number: number;
  readonly kind: string;
  readonly at: Date;
  readonly step: Json;
}

export interface ExceptionNoteRow {
  readonly tenant_id: string;
  readonly registration_id: string;
  readonly number: number;
  readonly note: string;
}

/** Numbers of eight bytes come out as text, or as a number where they fit. */
type Long = ColumnType<number | string, number, number>;

export interface LedgerHeadRow {
  readonly id: number;
  readonly size: Long;
  readonly root: Uint8Array | null;
}

export interface LedgerEntryRow {
  readonly arrival: ColumnType<number | string, never, never>;
  readonly tenant_id: string | null;
  readonly registration_id: string | null;
  readonly place: ColumnType<number | string | null, never, number>;
  readonly statement: Uint8Array;
  readonly salt: Uint8Array;
  readonly at: Date;
}

export interface LedgerResourceRow {
  readonly path: string;
  readonly content: Uint8Array;
}

export interface LedgerCheckpointRow {
  readonly size: Long;
  readonly note: string;
  readonly witnessed_under: Generated<string | null>;
}

/** Every table there is. None has a column for a face, features, a score, a name or a number of a person. */
export interface Tables {
  readonly tenants: TenantRow;
  readonly registrations: RegistrationRow;
  readonly registration_events: RegistrationEventRow;
  readonly results: ResultRow;
  readonly outbox: OutboxRow;
  readonly idempotency: IdempotencyRow;
  readonly policies: PolicyRow;
  readonly route_policies: RoutePolicyRow;
  readonly exception_steps: ExceptionStepRow;
  readonly exception_notes: ExceptionNoteRow;
  readonly ledger_head: LedgerHeadRow;
  readonly ledger_entries: LedgerEntryRow;
  readonly ledger_resources: LedgerResourceRow;
  readonly ledger_written_once: { readonly name: string };
  readonly ledger_said_last: { readonly topic: string; readonly value: string };
  readonly ledger_checkpoints: LedgerCheckpointRow;
}
