import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  // Digest of the witness policy whose quorum has signed: another policy asks anew.
  sql`alter table ledger_checkpoints add column witnessed_under text`,
  sql`create index ledger_checkpoints_witnessed on ledger_checkpoints (witnessed_under, size)
    where witnessed_under is not null`,
];

/** Which checkpoints enough witnesses have signed; docs/formats/ledger.md, “Publishing”. */
export const migration0003: Migration = {
  async up(database: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await statement.execute(database);
  },
};
