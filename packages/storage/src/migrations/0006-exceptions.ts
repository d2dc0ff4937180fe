import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who asked for an exception and who granted it; free words apart, so that they can be erased. */
export const migration0006: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`create table exception_steps (
      tenant_id text not null,
      registration_id text not null,
      number integer not null,
      kind text not null,
      at timestamptz not null,
      step jsonb not null,
      primary key (registration_id, number),
      foreign key (tenant_id, registration_id) references registrations (tenant_id, id)
    )`.execute(database);
    await sql`create index exception_steps_by_kind
      on exception_steps (tenant_id, kind, registration_id)`.execute(database);
    await sql`create table exception_notes (
      tenant_id text not null,
      registration_id text not null,
      number integer not null,
      note text not null,
      primary key (registration_id, number)
    )`.execute(database);
  },
};
