/** Rows to domain values and back. What stands in a row was written by this package or is refused. */
import {
  CHANNELS,
  DOCUMENT_TYPES,
  REGISTRATION_KINDS,
  instant,
  isFinished,
  parseRegistrationId,
  parseTenantId,
  type AttemptFacts,
  type Channel,
  type DocumentType,
  type HandledBy,
  type Instant,
  type Registration,
  type RegistrationEvent,
  type RegistrationKind,
  type RegistrationRule,
  type RegistrationState,
} from '@bonin/core';
import type { Insertable, Selectable } from 'kysely';
import { StorageError } from './storage-error.ts';
import type { RegistrationRow } from './tables.ts';

export function toRow(registration: Registration): Insertable<RegistrationRow> {
  return {
    id: registration.id,
    tenant_id: registration.tenantId,
    kind: registration.kind,
    channel: registration.channel,
    document_types: JSON.stringify(registration.documentTypes),
    order_commitment: registration.orderCommitment,
    return_url: registration.returnUrl ?? null,
    policy_id: registration.policy.id,
    policy_version: registration.policy.version,
    handled_by:
      registration.handledBy === undefined ? null : JSON.stringify(registration.handledBy),
    rule: registration.rule === undefined ? null : JSON.stringify(registration.rule),
    opened_at: toDate(registration.openedAt),
    expires_at: toDate(registration.expiresAt),
    state: JSON.stringify(registration.state),
    is_finished: isFinished(registration.state),
    version: registration.version,
  };
}

/** @throws {StorageError} `STORAGE_ROW_UNREADABLE` */
export function fromRow(row: Selectable<RegistrationRow>): Registration {
  return {
    id: parseRegistrationId(row.id),
    tenantId: parseTenantId(row.tenant_id),
    kind: oneOf<RegistrationKind>(REGISTRATION_KINDS, row.kind),
    channel: oneOf<Channel>(CHANNELS, row.channel),
    documentTypes: toDocumentTypes(row.document_types),
    orderCommitment: row.order_commitment,
    returnUrl: row.return_url ?? undefined,
    policy: { id: row.policy_id, version: row.policy_version },
    ...(row.rule === null ? {} : { rule: toRule(row.rule) }),
    ...(row.handled_by === null ? {} : { handledBy: toHandledBy(row.handled_by) }),
    openedAt: toInstant(row.opened_at),
    expiresAt: toInstant(row.expires_at),
    state: toState(row.state),
    version: row.version,
  };
}

/** @throws {StorageError} `STORAGE_ROW_UNREADABLE` */
export function toEvent(json: unknown): RegistrationEvent {
  if (!isTagged(json, 'at')) throw new StorageError('STORAGE_ROW_UNREADABLE', { column: 'event' });
  return json as unknown as RegistrationEvent;
}

/** @throws {StorageError} `STORAGE_ROW_UNREADABLE` */
export function toFacts(json: unknown): AttemptFacts {
  if (typeof json !== 'object' || json === null || !('verdict' in json)) {
    throw new StorageError('STORAGE_ROW_UNREADABLE', { column: 'facts' });
  }
  return json as AttemptFacts;
}

export function toDate(at: Instant): Date {
  return new Date(at);
}

export function toInstant(date: Date): Instant {
  return instant(date.getTime());
}

export function oneOf<T extends string>(allowed: readonly T[], text: string): T {
  const found = allowed.find((each) => each === text);
  if (found === undefined) throw new StorageError('STORAGE_ROW_UNREADABLE');
  return found;
}

function toDocumentTypes(json: unknown): readonly DocumentType[] {
  if (!Array.isArray(json)) {
    throw new StorageError('STORAGE_ROW_UNREADABLE', { column: 'document_types' });
  }
  return json.map((each: unknown) => oneOf<DocumentType>(DOCUMENT_TYPES, String(each)));
}

function toState(json: unknown): RegistrationState {
  if (!isTagged(json, 'tally')) {
    throw new StorageError('STORAGE_ROW_UNREADABLE', { column: 'state' });
  }
  return json as unknown as RegistrationState;
}

function toRule(json: unknown): RegistrationRule {
  const isRule =
    typeof json === 'object' && json !== null && 'policy' in json && 'situation' in json;
  if (!isRule) throw new StorageError('STORAGE_ROW_UNREADABLE', { column: 'rule' });
  return json as RegistrationRule;
}

function toHandledBy(json: unknown): HandledBy {
  if (typeof json !== 'object' || json === null) {
    throw new StorageError('STORAGE_ROW_UNREADABLE', { column: 'handled_by' });
  }
  return json;
}

function isTagged(json: unknown, member: string): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && 'kind' in json && member in json;
}
