import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  // The tree as it stands: one row, which whoever publishes holds while he does.
  sql`create table ledger_head (
    id integer primary key check (id = 1),
    size bigint not null,
    root bytea
  )`,
  sql`insert into ledger_head (id, size, root) values (1, 0, null)`,
  sql`create table ledger_entries (
    arrival bigint generated always as identity primary key,
    tenant_id text,
    registration_id text,
    place bigint unique,
    statement bytea not null,
    salt bytea not null,
    at timestamptz not null,
    foreign key (tenant_id, registration_id) references registrations (tenant_id, id)
  )`,
  sql`create index ledger_entries_waiting on ledger_entries (arrival) where place is null`,
  sql`create index ledger_entries_of_registrations on ledger_entries (registration_id)
    where registration_id is not null`,
  sql`create table ledger_resources (
    path text primary key,
    content bytea not null
  )`,
  sql`create table ledger_written_once (
    name text primary key
  )`,
  sql`create table ledger_checkpoints (
    size bigint primary key,
    note text not null
  )`,
];

/** The tamper-evident log; docs/formats/ledger.md. */
export const migration0002: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await statement.execute(database);
  },
};
