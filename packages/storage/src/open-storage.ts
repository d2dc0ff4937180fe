import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type {
  ExceptionBook,
  LedgerStore,
  PolicyArchive,
  RegistrationStore,
  RoutePolicyArchive,
  TenantBook,
} from '@bonin/workflows';
import { Kysely, PGliteDialect, PostgresDialect, sql, type Dialect } from 'kysely';
import { exceptionBook } from './exceptions.ts';
import { lockFolder } from './folder-lock.ts';
import { ledgerStore } from './ledger.ts';
import { migrate } from './migrations/migrate.ts';
import { policyArchive } from './policies.ts';
import { postgresqlPool } from './postgresql-pool.ts';
import { registrationStore } from './registrations.ts';
import { routePolicyArchive } from './route-policies.ts';
import { guarded } from './storage-error.ts';
import type { Tables } from './tables.ts';
import { tenantBook } from './tenants.ts';

export type StorageLocation =
  /** PostgreSQL inside this process, in a folder that only this process may use. */
  | { readonly kind: 'pglite'; readonly folder: string }
  /** A PostgreSQL server, shared by any number of nodes. */
  | { readonly kind: 'postgresql'; readonly url: string };

export interface Storage {
  readonly kind: StorageLocation['kind'];
  readonly registrations: RegistrationStore;
  readonly tenants: TenantBook;
  readonly policies: PolicyArchive;
  readonly routePolicies: RoutePolicyArchive;
  readonly exceptions: ExceptionBook;
  readonly ledger: LedgerStore;
  /** Resolves when the database answers. @throws {StorageError} `STORAGE_FAILED` */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the database and brings its tables up to date.
 *
 * @throws {StorageError} `DATA_FOLDER_IN_USE`, `DATA_FOLDER_HOLDER_UNKNOWN`, `MIGRATION_FAILED`, `STORAGE_FAILED`
 */
export async function openStorage(location: StorageLocation): Promise<Storage> {
  const { dialect, release } = await openDialect(location);
  const database = new Kysely<Tables>({ dialect });
  const close = async () => {
    await database.destroy();
    release();
  };
  try {
    await guarded(() => migrate(database as unknown as Kysely<never>));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    kind: location.kind,
    registrations: registrationStore(database),
    tenants: tenantBook(database),
    policies: policyArchive(database),
    routePolicies: routePolicyArchive(database),
    exceptions: exceptionBook(database),
    ledger: ledgerStore(database),
    ping: () =>
      guarded(async () => {
        await sql`select 1`.execute(database);
      }),
    close,
  };
}

interface OpenedDialect {
  readonly dialect: Dialect;
  readonly release: () => void;
}

async function openDialect(location: StorageLocation): Promise<OpenedDialect> {
  if (location.kind === 'postgresql') {
    const pool = postgresqlPool(location.url);
    return { dialect: new PostgresDialect({ pool }), release: () => undefined };
  }
  const lock = lockFolder(location.folder);
  try {
    // A commit is with the operating system before it is acknowledged, so it survives the death of this process.
    // It may not survive a loss of power: this PostgreSQL asks for no fsync, whatever is set. See decision 0401.
    const pglite = await guarded(() =>
      PGlite.create(join(location.folder, 'pglite'), { relaxedDurability: false }),
    );
    return { dialect: new PGliteDialect({ pglite }), release: () => lock.release() };
  } catch (error) {
    lock.release();
    throw error;
  }
}
