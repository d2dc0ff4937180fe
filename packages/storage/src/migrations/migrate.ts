import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { StorageError } from '../storage-error.ts';
import { migration0001 } from './0001-registrations.ts';
import { migration0002 } from './0002-ledger.ts';
import { migration0003 } from './0003-witnesses.ts';
import { migration0004 } from './0004-said-last.ts';
import { migration0005 } from './0005-route-policies.ts';
import { migration0006 } from './0006-exceptions.ts';
import { migration0007 } from './0007-handled-by.ts';

/** In order; a released one is never edited. */
const MIGRATIONS = {
  '0001-registrations': migration0001,
  '0002-ledger': migration0002,
  '0003-witnesses': migration0003,
  '0004-said-last': migration0004,
  '0005-route-policies': migration0005,
  '0006-exceptions': migration0006,
  '0007-handled-by': migration0007,
};

/**
 * Brings the tables up to date. Nodes that start together wait for one another.
 *
 * @throws {StorageError} `MIGRATION_FAILED`
 */
export async function migrate(database: Kysely<never>): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error');
    throw new StorageError('MIGRATION_FAILED', { migration: failed?.migrationName ?? 'none' });
  }
}
