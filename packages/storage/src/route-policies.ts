import { RegistrationError } from '@bonin/core';
import type { RoutePolicyArchive } from '@bonin/workflows';
import type { Kysely } from 'kysely';
import { toDate } from './registration-rows.ts';
import { guarded } from './storage-error.ts';
import type { Tables } from './tables.ts';

export function routePolicyArchive(database: Kysely<Tables>): RoutePolicyArchive {
  return {
    publish: ({ policy, note }, at) =>
      guarded(async () => {
        await database
          .insertInto('route_policies')
          .values({ ...policy, note, published_at: toDate(at) })
          .onConflict((conflict) => conflict.columns(['id', 'version']).doNothing())
          .execute();
        const kept = await database
          .selectFrom('route_policies')
          .select('note')
          .where('id', '=', policy.id)
          .where('version', '=', policy.version)
          .executeTakeFirstOrThrow();
        if (kept.note !== note) {
          throw new RegistrationError('POLICY_VERSION_CHANGED', {
            policy: policy.id,
            version: policy.version,
          });
        }
      }),
    list: () =>
      guarded(async () => {
        const rows = await database
          .selectFrom('route_policies')
          .selectAll()
          .orderBy('version')
          .execute();
        return rows.map(({ id, version, note }) => ({ policy: { id, version }, note }));
      }),
  };
}
