import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@bonin/core';
import {
  SUITE_TENANTS,
  describeExceptionBook,
  describeLedgerStore,
  describeRegistrationStore,
  tenantId,
  type OpenedExceptionBook,
  type OpenedRegistrationStore,
} from '@bonin/testkit';
import { throwawayPostgresql } from '../test/throwaway-postgresql.ts';
import { openStorage, type StorageLocation } from './open-storage.ts';

for (const describeStore of [
  describeRegistrationStore,
  describeLedgerStore,
  describeExceptionBook,
]) {
  describeStore('PGlite', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bonin-storage-'));
    return openWithTenants({ kind: 'pglite', folder }, () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    });
  });

  describeStore('PostgreSQL', async () => {
    const database = await throwawayPostgresql();
    return openWithTenants({ kind: 'postgresql', url: database.url }, () => database.drop());
  });
}

async function openWithTenants(
  location: StorageLocation,
  cleanUp: () => Promise<void>,
): Promise<OpenedRegistrationStore & OpenedExceptionBook> {
  const storage = await openStorage(location);
  for (const id of SUITE_TENANTS) {
    await storage.tenants.put({
      id: tenantId(id),
      name: id,
      apiKeyHash: `hash-of-${id}`,
      at: instant(0),
    });
  }
  return {
    store: storage.registrations,
    registrations: storage.registrations,
    book: storage.exceptions,
    ledger: storage.ledger,
    close: async () => {
      await storage.close();
      await cleanUp();
    },
  };
}
