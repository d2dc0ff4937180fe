import {
  RegistrationError,
  type ExceptionStep,
  type RegistrationId,
  type TenantId,
} from '@bonin/core';
import type { ExceptionBook } from '@bonin/workflows';
import { memoryLedgerStore } from './memory-ledger-store.ts';

export interface MemoryExceptionBook extends ExceptionBook {
  steps(id: RegistrationId): readonly ExceptionStep[];
}

interface Kept {
  readonly tenantId: TenantId;
  readonly steps: ExceptionStep[];
  readonly notes: string[];
}

/** Keeps exceptions in memory, owing everything a real book owes but durability. */
export function memoryExceptionBook(ledger = memoryLedgerStore()): MemoryExceptionBook {
  const kept = new Map<RegistrationId, Kept>();
  const find = (tenantId: TenantId, id: RegistrationId): Kept | undefined => {
    const found = kept.get(id);
    return found?.tenantId === tenantId ? found : undefined;
  };
  return {
    steps: (id) => [...(kept.get(id)?.steps ?? [])],
    append: async (registration, after, { step, note, entries }) => {
      await Promise.resolve();
      const { id, tenantId } = registration;
      const one = kept.get(id) ?? { tenantId, steps: [], notes: [] };
      if (one.steps.length !== after) {
        throw new RegistrationError('REGISTRATION_OVERTAKEN', { expectedVersion: after });
      }
      kept.set(id, one);
      one.steps.push(step);
      if (note !== undefined) one.notes.push(note);
      ledger.write(entries, step.at, registration);
    },
    list: (tenantId, id) => Promise.resolve([...(find(tenantId, id)?.steps ?? [])]),
    listLast: (tenantId, kind, limit, after = '' as RegistrationId) =>
      Promise.resolve(
        [...kept]
          .filter(([id, one]) => one.tenantId === tenantId && id > after)
          .filter(([, { steps }]) => steps.at(-1)?.kind === kind)
          .map(([id]) => id)
          .sort()
          .slice(0, limit),
      ),
    listNotes: (tenantId, id) => Promise.resolve([...(find(tenantId, id)?.notes ?? [])]),
  };
}
