import { RegistrationError, type ExceptionStep, type RegistrationId } from '@bonin/core';
import type { ExceptionBook } from '@bonin/workflows';
import { sql, type Kysely } from 'kysely';
import { writeEntries } from './ledger.ts';
import { toDate } from './registration-rows.ts';
import { StorageError, guarded } from './storage-error.ts';
import type { Tables } from './tables.ts';

export function exceptionBook(database: Kysely<Tables>): ExceptionBook {
  return {
    append: (registration, after, { step, note, entries }) =>
      guarded(() =>
        database.transaction().execute(async (within) => {
          const owner = { tenant_id: registration.tenantId, registration_id: registration.id };
          const { steps } = await within
            .selectFrom('exception_steps')
            .select(({ fn }) => fn.countAll<number | string>().as('steps'))
            .where('registration_id', '=', registration.id)
            .executeTakeFirstOrThrow();
          if (Number(steps) !== after) {
            throw new RegistrationError('REGISTRATION_OVERTAKEN', { expectedVersion: after });
          }
          const place = { ...owner, number: after + 1 };
          const written = await within
            .insertInto('exception_steps')
            .values({
              ...place,
              kind: step.kind,
              at: toDate(step.at),
              step: JSON.stringify(step),
            })
            .onConflict((conflict) => conflict.columns(['registration_id', 'number']).doNothing())
            .executeTakeFirst();
          if (written.numInsertedOrUpdatedRows !== 1n) {
            throw new RegistrationError('REGISTRATION_OVERTAKEN', { expectedVersion: after });
          }
          if (note !== undefined) {
            await within
              .insertInto('exception_notes')
              .values({ ...place, note })
              .execute();
          }
          await writeEntries(within, entries, { at: step.at, registration });
        }),
      ),
    list: (tenantId, id) =>
      guarded(async () => {
        const rows = await database
          .selectFrom('exception_steps')
          .select('step')
          .where('tenant_id', '=', tenantId)
          .where('registration_id', '=', id)
          .orderBy('number')
          .execute();
        return rows.map(({ step }) => toStep(step));
      }),
    listLast: (tenantId, kind, limit, after) =>
      guarded(async () => {
        const rows = await database
          .selectFrom('exception_steps as last')
          .select('last.registration_id')
          .where('last.tenant_id', '=', tenantId)
          .where('last.kind', '=', kind)
          .where('last.registration_id', '>', after ?? '')
          .where(
            sql<boolean>`not exists (
              select 1 from exception_steps as later
              where later.registration_id = last.registration_id and later.number > last.number
            )`,
          )
          .orderBy('last.registration_id')
          .limit(limit)
          .execute();
        return rows.map(({ registration_id: id }) => id as RegistrationId);
      }),
    listNotes: (tenantId, id) =>
      guarded(async () => {
        const rows = await database
          .selectFrom('exception_notes')
          .select('note')
          .where('tenant_id', '=', tenantId)
          .where('registration_id', '=', id)
          .orderBy('number')
          .execute();
        return rows.map(({ note }) => note);
      }),
  };
}

/** @throws {StorageError} `STORAGE_ROW_UNREADABLE` */
export function toStep(json: unknown): ExceptionStep {
  const isStep = typeof json === 'object' && json !== null && 'kind' in json && 'by' in json;
  if (!isStep) throw new StorageError('STORAGE_ROW_UNREADABLE', { column: 'step' });
  return json as ExceptionStep;
}
