import {
  RegistrationError,
  isFinished,
  type HandledBy,
  type Instant,
  type Registration,
  type RegistrationId,
  type TenantId,
} from '@bonin/core';
import type {
  CreateOutcome,
  HandledCount,
  Idempotency,
  KeptEvent,
  KeptRegistration,
  RegistrationStore,
  Step,
  StoredResult,
} from '@bonin/workflows';
import { sql, type Kysely, type Transaction } from 'kysely';
import { fromRow, oneOf, toDate, toEvent, toFacts, toInstant, toRow } from './registration-rows.ts';
import { toStep } from './exceptions.ts';
import { writeEntries } from './ledger.ts';
import { StorageError, guarded } from './storage-error.ts';
import type { Tables } from './tables.ts';

/** Keeps registrations in PostgreSQL's dialect, whichever PostgreSQL that is. */
export function registrationStore(database: Kysely<Tables>): RegistrationStore {
  return {
    create: (registration, idempotency) =>
      guarded(() =>
        database.transaction().execute((within) => create(within, registration, idempotency)),
      ),
    load: (tenantId, id) =>
      guarded(async () => {
        const row = await database
          .selectFrom('registrations')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('id', '=', id)
          .executeTakeFirst();
        return row === undefined ? undefined : fromRow(row);
      }),
    loadForCapture: (id) =>
      guarded(async () => {
        const row = await database
          .selectFrom('registrations')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirst();
        return row === undefined ? undefined : fromRow(row);
      }),
    append: (registration, step) =>
      guarded(() => database.transaction().execute((within) => append(within, registration, step))),
    loadResult: (tenantId, id) => guarded(() => loadResult(database, tenantId, id)),
    listEvents: (tenantId, id) => guarded(() => listEvents(database, tenantId, id)),
    countHandled: (tenantId, by, since) =>
      guarded(() => countHandled(database, tenantId, by, since)),
    listUnderRule: (limit, after) => guarded(() => listUnderRule(database, limit, after)),
    listOverdue: (at, limit, after) => guarded(() => listOverdue(database, at, limit, after)),
  };
}

// The key is claimed first: whoever comes second waits for the first to commit, then finds its registration.
async function create(
  within: Transaction<Tables>,
  registration: Registration,
  { key, fingerprint }: Idempotency,
): Promise<CreateOutcome> {
  const { tenantId } = registration;
  const claimed = await within
    .insertInto('idempotency')
    .values({
      tenant_id: tenantId,
      key,
      fingerprint,
      registration_id: registration.id,
      at: toDate(registration.openedAt),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'key']).doNothing())
    .returning('registration_id')
    .executeTakeFirst();
  if (claimed !== undefined) {
    await within.insertInto('registrations').values(toRow(registration)).execute();
    return { kind: 'created', registration };
  }
  const earlier = await within
    .selectFrom('idempotency')
    .innerJoin('registrations', (join) =>
      join
        .onRef('registrations.id', '=', 'idempotency.registration_id')
        .onRef('registrations.tenant_id', '=', 'idempotency.tenant_id'),
    )
    .selectAll('registrations')
    .select('idempotency.fingerprint')
    .where('idempotency.tenant_id', '=', tenantId)
    .where('idempotency.key', '=', key)
    .executeTakeFirst();
  if (earlier === undefined) throw new StorageError('STORAGE_ROW_UNREADABLE');
  if (earlier.fingerprint !== fingerprint) throw new RegistrationError('IDEMPOTENCY_KEY_REUSED');
  return { kind: 'replayed', registration: fromRow(earlier) };
}

async function append(
  within: Transaction<Tables>,
  registration: Registration,
  { event, next, facts, result, outbox, entries = [] }: Step,
): Promise<Registration> {
  const { id, tenantId } = registration;
  const version = registration.version + 1;
  const moved = await within
    .updateTable('registrations')
    .set({ state: JSON.stringify(next), is_finished: isFinished(next), version })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('version', '=', registration.version)
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) {
    throw new RegistrationError('REGISTRATION_OVERTAKEN', {
      expectedVersion: registration.version,
    });
  }
  const owner = { tenant_id: tenantId, registration_id: id };
  await within
    .insertInto('registration_events')
    .values({
      ...owner,
      version,
      kind: event.kind,
      at: toDate(event.at),
      event: JSON.stringify(event),
      facts: facts === undefined ? null : JSON.stringify(facts),
    })
    .execute();
  if (result !== undefined) {
    const { resultId, answer, token, issuedAt } = result;
    await within
      .insertInto('results')
      .values({ ...owner, id: resultId, answer, token, issued_at: toDate(issuedAt) })
      .execute();
  }
  if (outbox !== undefined) {
    await within
      .insertInto('outbox')
      .values({ ...owner, id: outbox.id, kind: outbox.kind, at: toDate(outbox.at) })
      .execute();
  }
  await writeEntries(within, entries, { at: event.at, registration });
  return { ...registration, state: next, version };
}

async function loadResult(
  database: Kysely<Tables>,
  tenantId: TenantId,
  id: RegistrationId,
): Promise<StoredResult | undefined> {
  const row = await database
    .selectFrom('results')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('registration_id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    resultId: row.id,
    answer: oneOf(['Y', 'N'], row.answer),
    token: row.token,
    issuedAt: toInstant(row.issued_at),
  };
}

async function listEvents(
  database: Kysely<Tables>,
  tenantId: TenantId,
  id: RegistrationId,
): Promise<readonly KeptEvent[]> {
  const rows = await database
    .selectFrom('registration_events')
    .select(['event', 'facts'])
    .where('tenant_id', '=', tenantId)
    .where('registration_id', '=', id)
    .orderBy('version')
    .execute();
  return rows.map(({ event, facts }) => ({
    event: toEvent(event),
    ...(facts === null ? {} : { facts: toFacts(facts) }),
  }));
}

async function countHandled(
  database: Kysely<Tables>,
  tenantId: TenantId,
  by: keyof HandledBy,
  since: Instant,
): Promise<readonly HandledCount[]> {
  const { rows } = await sql<{
    readonly ref: string;
    readonly registrations: number | string;
    readonly face_left: number | string;
    readonly asked: number | string;
  }>`
    select handled_by ->> ${sql.lit(by)} as ref, count(*) as registrations,
      count(*) filter (where state ->> 'ground' = 'face-route-left') as face_left,
      count(*) filter (where exists (
        select 1 from exception_steps
        where exception_steps.registration_id = registrations.id and exception_steps.kind = 'asked'
      )) as asked
    from registrations
    where tenant_id = ${tenantId} and opened_at >= ${toDate(since)} and handled_by is not null
      and handled_by ->> ${sql.lit(by)} is not null and state ->> 'kind' <> 'not-required'
    group by 1 order by 1`.execute(database);
  return rows.map(({ ref, registrations, face_left: faceLeft, asked }) => ({
    ref,
    registrations: Number(registrations),
    faceLeft: Number(faceLeft),
    exceptionsAsked: Number(asked),
  }));
}

async function listUnderRule(
  database: Kysely<Tables>,
  limit: number,
  after: RegistrationId | undefined,
): Promise<readonly KeptRegistration[]> {
  const rows = await database
    .selectFrom('registrations')
    .selectAll()
    .where('rule', 'is not', null)
    .where('id', '>', after ?? '')
    .orderBy('id')
    .limit(limit)
    .execute();
  if (rows.length === 0) return [];
  const events = await database
    .selectFrom('registration_events')
    .select(['registration_id', 'event', 'facts'])
    .where(
      'registration_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('version')
    .execute();
  const steps = await database
    .selectFrom('exception_steps')
    .select(['registration_id', 'step'])
    .where(
      'registration_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('number')
    .execute();
  const stepsOf = Map.groupBy(steps, ({ registration_id: id }) => id);
  const eventsOf = Map.groupBy(events, ({ registration_id: id }) => id);
  return rows.map((row) => ({
    registration: fromRow(row),
    events: (eventsOf.get(row.id) ?? []).map(({ event, facts }) => ({
      event: toEvent(event),
      ...(facts === null ? {} : { facts: toFacts(facts) }),
    })),
    steps: (stepsOf.get(row.id) ?? []).map(({ step }) => toStep(step)),
  }));
}

// For the service's own housekeeping, so of all tenants. The names are not looked into here: one that is
// damaged is found when its row is loaded.
async function listOverdue(
  database: Kysely<Tables>,
  at: Instant,
  limit: number,
  after: RegistrationId | undefined,
): Promise<readonly RegistrationId[]> {
  const rows = await database
    .selectFrom('registrations')
    .select('id')
    .where('is_finished', '=', false)
    .where('expires_at', '<', toDate(at))
    .where('id', '>', after ?? '')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id as RegistrationId);
}
