import { TENANT_CLASSES, parseTenantId, type TenantClass } from '@bonin/core';
import type { Tenant, TenantBook } from '@bonin/workflows';
import type { Kysely, Selectable } from 'kysely';
import { oneOf, toDate } from './registration-rows.ts';
import { guarded } from './storage-error.ts';
import type { Tables, TenantRow } from './tables.ts';

export function tenantBook(database: Kysely<Tables>): TenantBook {
  return {
    put: ({ id, name, tenantClass, apiKeyHash, at }) =>
      guarded(async () => {
        const changed = {
          name,
          ...(tenantClass === undefined ? {} : { class: tenantClass }),
          api_key_hash: apiKeyHash,
          key_changed_at: toDate(at),
        };
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
  return database.selectFrom('tenants').select(['id', 'name', 'class']);
}

function toTenant(row: Pick<Selectable<TenantRow>, 'id' | 'name' | 'class'>): Tenant {
  return {
    id: parseTenantId(row.id),
    name: row.name,
    tenantClass: oneOf<TenantClass>(TENANT_CLASSES, row.class),
  };
}
