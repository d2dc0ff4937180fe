import { parseTenantId } from '@bonin/core';
import type { Tenant, TenantBook } from '@bonin/workflows';
import type { Kysely } from 'kysely';
import { toDate } from './registration-rows.ts';
import { guarded } from './storage-error.ts';
import type { Tables } from './tables.ts';

export function tenantBook(database: Kysely<Tables>): TenantBook {
  return {
    put: ({ id, name, apiKeyHash, at }) =>
      guarded(async () => {
        const changed = { name, api_key_hash: apiKeyHash, key_changed_at: toDate(at) };
        await database
          .insertInto('tenants')
          .values({ id, created_at: toDate(at), ...changed })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
          .execute();
      }),
    load: (id) =>
      guarded(async () => {
        const row = await tenants(database).where('id', '=', id).executeTakeFirst();
        return row === undefined ? undefined : toTenant(row);
      }),
    findByApiKeyHash: (apiKeyHash) =>
      guarded(async () => {
        const row = await tenants(database)
          .where('api_key_hash', '=', apiKeyHash)
          .executeTakeFirst();
        return row === undefined ? undefined : toTenant(row);
      }),
  };
}

function tenants(database: Kysely<Tables>) {
  return database.selectFrom('tenants').select(['id', 'name']);
}

function toTenant(row: { readonly id: string; readonly name: string }): Tenant {
  return { id: parseTenantId(row.id), name: row.name };
}
