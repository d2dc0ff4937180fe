import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  sql`create table tenants (
    id text primary key,
    name text not null,
    api_key_hash text not null unique,
    created_at timestamptz not null,
    key_changed_at timestamptz not null
  )`,
  sql`create table registrations (
    id text primary key,
    tenant_id text not null references tenants (id),
    kind text not null,
    channel text not null,
    document_types jsonb not null,
    order_commitment text not null,
    return_url text,
    policy_id text not null,
    policy_version integer not null,
    opened_at timestamptz not null,
    expires_at timestamptz not null,
    state jsonb not null,
    is_finished boolean not null,
    version integer not null,
    unique (tenant_id, id)
  )`,
  sql`create index registrations_unfinished on registrations (expires_at) where not is_finished`,
  sql`create table registration_events (
    tenant_id text not null,
    registration_id text not null,
    version integer not null,
    kind text not null,
    at timestamptz not null,
    event jsonb not null,
    facts jsonb,
    primary key (registration_id, version),
    foreign key (tenant_id, registration_id) references registrations (tenant_id, id)
  )`,
  sql`create table results (
    registration_id text primary key,
    tenant_id text not null,
    id text not null unique,
    answer text not null check (answer in ('Y', 'N')),
    token text not null,
    issued_at timestamptz not null,
    foreign key (tenant_id, registration_id) references registrations (tenant_id, id)
  )`,
  sql`create table outbox (
    id text primary key,
    tenant_id text not null,
    registration_id text not null,
    kind text not null,
    at timestamptz not null,
    delivered_at timestamptz,
    foreign key (tenant_id, registration_id) references registrations (tenant_id, id)
  )`,
  sql`create index outbox_undelivered on outbox (at) where delivered_at is null`,
  sql`create table policies (
    id text not null,
    version integer not null,
    document text not null,
    first_in_force_at timestamptz not null,
    primary key (id, version)
  )`,
  // Deferred, because the key is claimed before the registration is written: the race is decided by it.
  sql`create table idempotency (
    tenant_id text not null,
    key text not null,
    fingerprint text not null,
    registration_id text not null,
    at timestamptz not null,
    primary key (tenant_id, key),
    foreign key (tenant_id, registration_id) references registrations (tenant_id, id)
      deferrable initially deferred
  )`,
];

export const migration0001: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await statement.execute(database);
  },
};
