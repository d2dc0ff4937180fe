import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Where a registration was opened and by whom, in the operator's pseudonyms, so that what stands out can be found. */
export const migration0007: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`alter table registrations add column handled_by jsonb`.execute(database);
    await sql`create index registrations_handled
      on registrations (tenant_id, opened_at) where handled_by is not null`.execute(database);
  },
};
