import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the ledger was told last of things that can change and change back: policy, keys, isolation. */
export const migration0004: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    await sql`create table ledger_said_last (
      topic text primary key,
      value text not null
    )`.execute(database);
  },
};
