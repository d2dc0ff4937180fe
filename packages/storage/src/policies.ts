import { RegistrationError } from '@bonin/core';
import type { PolicyArchive } from '@bonin/workflows';
import type { Kysely } from 'kysely';
import { toDate } from './registration-rows.ts';
import { guarded } from './storage-error.ts';
import type { Tables } from './tables.ts';

export function policyArchive(database: Kysely<Tables>): PolicyArchive {
  return {
    keep: ({ policy, document }, at) =>
      guarded(async () => {
        await database
          .insertInto('policies')
          .values({ ...policy, document, first_in_force_at: toDate(at) })
          .onConflict((conflict) => conflict.columns(['id', 'version']).doNothing())
          .execute();
        const kept = await database
          .selectFrom('policies')
          .select('document')
          .where('id', '=', policy.id)
          .where('version', '=', policy.version)
          .executeTakeFirstOrThrow();
        if (kept.document !== document) {
          throw new RegistrationError('POLICY_VERSION_CHANGED', {
            policy: policy.id,
            version: policy.version,
          });
        }
      }),
    list: () =>
      guarded(async () => {
        const rows = await database.selectFrom('policies').selectAll().execute();
        return rows.map(({ id, version, document }) => ({ policy: { id, version }, document }));
      }),
  };
}
