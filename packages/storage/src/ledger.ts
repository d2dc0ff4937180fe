import {
  parseRegistrationId,
  parseTenantId,
  type Instant,
  type RegistrationId,
  type TenantId,
} from '@bonin/core';
import type {
  CosignedText,
  EraseOutcome,
  LedgerCheckpoint,
  LedgerEntry,
  LedgerGrowth,
  LedgerStore,
  LedgerTree,
  PlacedEntry,
} from '@bonin/workflows';
import { sql, type Kysely, type Transaction } from 'kysely';
import { toDate } from './registration-rows.ts';
import { guarded } from './storage-error.ts';
import type { Tables } from './tables.ts';

/** The one row of the head. */
const HEAD = 1;

/** Keeps the ledger in the same database as what it witnesses. */
export function ledgerStore(database: Kysely<Tables>): LedgerStore {
  return {
    append: (entries, at) => guarded(() => writeEntries(database, entries, { at })),
    appendOf: (id, write, at) =>
      guarded(() =>
        database.transaction().execute(async (within) => {
          const owner = await within
            .selectFrom('registrations')
            .select('tenant_id')
            .where('id', '=', id)
            .executeTakeFirst();
          if (owner === undefined) return 'unknown';
          const registration = { id, tenantId: parseTenantId(owner.tenant_id) };
          await writeEntries(within, write(), { at, registration });
          return 'appended';
        }),
      ),
    appendOnce: (name, entries, at) =>
      guarded(() =>
        database.transaction().execute(async (within) => {
          const { numInsertedOrUpdatedRows } = await within
            .insertInto('ledger_written_once')
            .values({ name })
            .onConflict((conflict) => conflict.column('name').doNothing())
            .executeTakeFirst();
          if (numInsertedOrUpdatedRows === 1n) await writeEntries(within, entries, { at });
        }),
      ),
    appendOnChange: (topic, value, write, at) =>
      guarded(() =>
        database.transaction().execute(async (within) => {
          const fresh = await within
            .insertInto('ledger_said_last')
            .values({ topic, value })
            .onConflict((conflict) => conflict.column('topic').doNothing())
            .executeTakeFirst();
          if (fresh.numInsertedOrUpdatedRows === 1n) {
            await writeEntries(within, write(undefined), { at });
            return;
          }
          const last = await within
            .selectFrom('ledger_said_last')
            .select('value')
            .where('topic', '=', topic)
            .forUpdate()
            .executeTakeFirstOrThrow();
          if (last.value === value) return;
          const changed = within.updateTable('ledger_said_last').set({ value });
          await changed.where('topic', '=', topic).execute();
          await writeEntries(within, write(last.value), { at });
        }),
      ),
    publish: (most, grow) =>
      guarded(() => database.transaction().execute((within) => publish(within, most, grow))),
    newest: (witnessedUnder) =>
      guarded(async () => {
        const all = database.selectFrom('ledger_checkpoints').select(['size', 'note']);
        const row = await (
          witnessedUnder === undefined ? all : all.where('witnessed_under', '=', witnessedUnder)
        )
          .orderBy('size', 'desc')
          .limit(1)
          .executeTakeFirst();
        return row === undefined ? undefined : toCheckpoint(row);
      }),
    cosign: (size, sign) =>
      guarded(() => database.transaction().execute((within) => cosign(within, size, sign))),
    checkpoints: (after, limit) =>
      guarded(async () => {
        const rows = await database
          .selectFrom('ledger_checkpoints')
          .select(['size', 'note'])
          .where('size', '>', after)
          .orderBy('size')
          .limit(limit)
          .execute();
        return rows.map(toCheckpoint);
      }),
    resource: (path) => guarded(() => readResource(database, path)),
    openings: (from, limit) =>
      guarded(async () => {
        const rows = await database
          .selectFrom('ledger_entries')
          .select(['place', 'statement', 'salt'])
          .where('place', '>=', from)
          .orderBy('place')
          .limit(limit)
          .execute();
        return rows.map(toPlaced);
      }),
    tokens: (from, to) =>
      guarded(async () => {
        const rows = await database
          .selectFrom('ledger_entries')
          .innerJoin('results', 'results.registration_id', 'ledger_entries.registration_id')
          .select(['ledger_entries.place', 'results.token'])
          .where('ledger_entries.place', '>=', from)
          .where('ledger_entries.place', '<', to)
          .execute();
        return new Map(rows.map(({ place, token }) => [Number(place), token]));
      }),
    erase: (id) => guarded(() => database.transaction().execute((within) => erase(within, id))),
    eraseBefore: (at, registrations) => guarded(() => eraseBefore(database, at, registrations)),
    ownerOf: (place) => guarded(() => ownerOf(database, place)),
    entriesOf: (tenantId, id) => guarded(() => entriesOf(database, tenantId, id)),
    isWaiting: (tenantId, id) => guarded(() => isWaiting(database, tenantId, id)),
  };
}

interface EntryOwner {
  readonly at: Instant;
  readonly registration?: { readonly id: RegistrationId; readonly tenantId: TenantId };
}

/** Writes entries that wait for their place, in the transaction of what they witness where there is one. */
export async function writeEntries(
  within: Kysely<Tables>,
  entries: readonly LedgerEntry[],
  { at, registration }: EntryOwner,
): Promise<void> {
  if (entries.length === 0) return;
  await within
    .insertInto('ledger_entries')
    .values(
      entries.map(({ statement, salt }) => ({
        tenant_id: registration?.tenantId ?? null,
        registration_id: registration?.id ?? null,
        statement,
        salt,
        at: toDate(at),
      })),
    )
    .execute();
}

async function publish(
  within: Transaction<Tables>,
  most: number,
  grow: (tree: LedgerTree, entries: readonly LedgerEntry[]) => Promise<LedgerGrowth>,
): Promise<number> {
  // Whoever does not get the row leaves it to the node that has it.
  const head = await within
    .selectFrom('ledger_head')
    .select(['size', 'root'])
    .where('id', '=', HEAD)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (head === undefined) return 0;
  const waiting = await within
    .selectFrom('ledger_entries')
    .select(['arrival', 'statement', 'salt'])
    .where('place', 'is', null)
    .orderBy('arrival')
    .limit(most)
    .execute();
  if (waiting.length === 0) return 0;
  const firstPlace = Number(head.size);
  const growth = await grow(
    {
      size: firstPlace,
      root: head.root === null ? undefined : toBytes(head.root),
      read: (path) => readResource(within, path),
    },
    waiting.map(({ statement, salt }) => ({ statement: toBytes(statement), salt: toBytes(salt) })),
  );
  await givePlaces(
    within,
    waiting.map(({ arrival }) => Number(arrival)),
    firstPlace,
  );
  for (const { path, bytes } of growth.resources) {
    await within
      .insertInto('ledger_resources')
      .values({ path, content: bytes })
      .onConflict((conflict) => conflict.column('path').doUpdateSet({ content: bytes }))
      .execute();
  }
  await within
    .insertInto('ledger_checkpoints')
    .values({ size: growth.size, note: growth.checkpoint })
    .execute();
  await within
    .updateTable('ledger_head')
    .set({ size: growth.size, root: growth.root })
    .where('id', '=', HEAD)
    .execute();
  return waiting.length;
}

async function cosign(
  within: Transaction<Tables>,
  size: number,
  sign: (kept: string) => Promise<CosignedText>,
): Promise<void> {
  const row = await within
    .selectFrom('ledger_checkpoints')
    .select('note')
    .where('size', '=', size)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return;
  const { text, witnessedUnder } = await sign(row.note);
  await within
    .updateTable('ledger_checkpoints')
    .set({
      note: text,
      ...(witnessedUnder === undefined ? {} : { witnessed_under: witnessedUnder }),
    })
    .where('size', '=', size)
    .execute();
}

/** In one statement, whatever their number. */
async function givePlaces(
  within: Transaction<Tables>,
  arrivals: readonly number[],
  firstPlace: number,
): Promise<void> {
  await sql`
    update ledger_entries set place = placed.place
    from (
      select arrival, ${firstPlace}::bigint + row_number() over (order by arrival) - 1 as place
      from ledger_entries where arrival = any (${[...arrivals]}::bigint[])
    ) as placed
    where ledger_entries.arrival = placed.arrival`.execute(within);
}

// Rows are deleted, not emptied: a place beside a statement would still say which leaf it stands behind.
async function erase(within: Transaction<Tables>, id: RegistrationId): Promise<EraseOutcome> {
  const registration = await within
    .selectFrom('registrations')
    .select('is_finished')
    .where('id', '=', id)
    .executeTakeFirst();
  if (registration === undefined) return { kind: 'unknown' };
  const waiting = await within
    .selectFrom('ledger_entries')
    .select('arrival')
    .where('registration_id', '=', id)
    .where('place', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (!registration.is_finished || waiting !== undefined) return { kind: 'not-finished' };
  const { numDeletedRows } = await within
    .deleteFrom('ledger_entries')
    .where('registration_id', '=', id)
    .executeTakeFirst();
  await within.deleteFrom('exception_notes').where('registration_id', '=', id).execute();
  return { kind: 'erased', leaves: Number(numDeletedRows) };
}

async function eraseBefore(
  database: Kysely<Tables>,
  at: Instant,
  registrations: number,
): Promise<number> {
  const old = (within: Transaction<Tables>) =>
    within
      .selectFrom('ledger_entries')
      .innerJoin('registrations', 'registrations.id', 'ledger_entries.registration_id')
      .where('registrations.is_finished', '=', true)
      .groupBy('registrations.id')
      .having(({ eb, fn }) => eb(fn.max('ledger_entries.at'), '<', toDate(at)))
      // One that counts fewer places than entries has some that wait.
      .having(({ eb, fn }) =>
        eb(fn.count('ledger_entries.place'), '=', fn.count('ledger_entries.arrival')),
      )
      .limit(registrations)
      .select('registrations.id');
  return database.transaction().execute(async (within) => {
    const found = (await old(within).execute()).map(({ id }) => id);
    if (found.length === 0) return 0;
    await within.deleteFrom('exception_notes').where('registration_id', 'in', found).execute();
    const { numDeletedRows } = await within
      .deleteFrom('ledger_entries')
      .where('registration_id', 'in', found)
      .executeTakeFirst();
    return Number(numDeletedRows);
  });
}

async function readResource(
  database: Kysely<Tables>,
  path: string,
): Promise<Uint8Array | undefined> {
  const row = await database
    .selectFrom('ledger_resources')
    .select('content')
    .where('path', '=', path)
    .executeTakeFirst();
  return row === undefined ? undefined : toBytes(row.content);
}

async function ownerOf(
  database: Kysely<Tables>,
  place: number,
): Promise<{ readonly tenantId: TenantId; readonly id: RegistrationId } | undefined> {
  const row = await database
    .selectFrom('ledger_entries')
    .select(['tenant_id', 'registration_id'])
    .where('place', '=', place)
    .executeTakeFirst();
  const { tenant_id: tenantId = null, registration_id: id = null } = row ?? {};
  if (tenantId === null || id === null) return undefined;
  return { tenantId: parseTenantId(tenantId), id: parseRegistrationId(id) };
}

async function entriesOf(
  database: Kysely<Tables>,
  tenantId: TenantId,
  id: RegistrationId,
): Promise<readonly PlacedEntry[]> {
  const rows = await database
    .selectFrom('ledger_entries')
    .select(['place', 'statement', 'salt'])
    .where('tenant_id', '=', tenantId)
    .where('registration_id', '=', id)
    .where('place', 'is not', null)
    .orderBy('place')
    .execute();
  return rows.map(toPlaced);
}

async function isWaiting(
  database: Kysely<Tables>,
  tenantId: TenantId,
  id: RegistrationId,
): Promise<boolean> {
  const row = await database
    .selectFrom('ledger_entries')
    .select('arrival')
    .where('tenant_id', '=', tenantId)
    .where('registration_id', '=', id)
    .where('place', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

function toPlaced(row: {
  readonly place: number | string | null;
  readonly statement: Uint8Array;
  readonly salt: Uint8Array;
}): PlacedEntry {
  return {
    index: Number(row.place),
    statement: toBytes(row.statement),
    salt: toBytes(row.salt),
  };
}

function toCheckpoint(row: {
  readonly size: number | string | bigint;
  readonly note: string;
}): LedgerCheckpoint {
  return { size: Number(row.size), text: row.note };
}

/** A view without the pool of buffers behind it. */
function toBytes(content: Uint8Array): Uint8Array {
  return Uint8Array.from(content);
}
