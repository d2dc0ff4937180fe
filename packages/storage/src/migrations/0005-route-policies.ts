import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Route policies as they were signed, the class of an operator, and the rule a registration was opened under. */
export const migration0005: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`create table route_policies (
      id text not null,
      version integer not null,
      note text not null,
      published_at timestamptz not null,
      primary key (id, version)
    )`.execute(database);
    await sql`alter table tenants add column class text not null default 'mno'`.execute(database);
    await sql`alter table registrations add column rule jsonb`.execute(database);
  },
};
