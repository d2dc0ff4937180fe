import {
  RegistrationError,
  isFinished,
  type Registration,
  type RegistrationId,
  type TenantId,
} from '@bonin/core';
import type { OutboxMessage, KeptEvent, RegistrationStore, StoredResult } from '@bonin/workflows';
import { memoryExceptionBook } from './memory-exception-book.ts';
import { memoryLedgerStore } from './memory-ledger-store.ts';

interface Case {
  registration: Registration;
  readonly events: KeptEvent[];
  result: StoredResult | undefined;
}

export interface MemoryRegistrationStore extends RegistrationStore {
  readonly outbox: readonly OutboxMessage[];
}

/** Keeps registrations in memory, owing everything a real store owes but durability. */
export function memoryRegistrationStore(
  ledger = memoryLedgerStore(),
  exceptions = memoryExceptionBook(ledger),
): MemoryRegistrationStore {
  const cases = new Map<RegistrationId, Case>();
  const keys = new Map<string, { readonly fingerprint: string; readonly id: RegistrationId }>();
  const outbox: OutboxMessage[] = [];

  const find = (tenantId: TenantId, id: RegistrationId): Case | undefined => {
    const found = cases.get(id);
    return found?.registration.tenantId === tenantId ? found : undefined;
  };

  // Each body runs without a pause, so two calls cannot interleave.
  return {
    outbox,
    create: async (registration, { key, fingerprint }) => {
      await Promise.resolve();
      const slot = `${registration.tenantId} ${key}`;
      const earlier = keys.get(slot);
      if (earlier === undefined) {
        keys.set(slot, { fingerprint, id: registration.id });
        cases.set(registration.id, { registration, events: [], result: undefined });
        return { kind: 'created', registration };
      }
      if (earlier.fingerprint !== fingerprint) {
        throw new RegistrationError('IDEMPOTENCY_KEY_REUSED');
      }
      const existing = cases.get(earlier.id);
      if (existing === undefined) throw new Error('a claimed key has its registration');
      return { kind: 'replayed', registration: existing.registration };
    },
    load: (tenantId, id) => Promise.resolve(find(tenantId, id)?.registration),
    loadForCapture: (id) => Promise.resolve(cases.get(id)?.registration),
    append: async (registration, step) => {
      await Promise.resolve();
      const found = find(registration.tenantId, registration.id);
      if (found?.registration.version !== registration.version) {
        throw new RegistrationError('REGISTRATION_OVERTAKEN', {
          expectedVersion: registration.version,
        });
      }
      found.registration = {
        ...registration,
        state: step.next,
        version: registration.version + 1,
      };
      const { event, facts } = step;
      found.events.push({ event, ...(facts === undefined ? {} : { facts }) });
      found.result ??= step.result;
      if (step.outbox !== undefined) outbox.push(step.outbox);
      ledger.write(step.entries ?? [], event.at, found.registration);
      return found.registration;
    },
    loadResult: (tenantId, id) => Promise.resolve(find(tenantId, id)?.result),
    listEvents: (tenantId, id) => Promise.resolve([...(find(tenantId, id)?.events ?? [])]),
    countHandled: (tenantId, by, since) => {
      const own = [...cases.values()].filter(
        ({ registration: { tenantId: its, openedAt, handledBy, state } }) =>
          its === tenantId &&
          openedAt >= since &&
          handledBy?.[by] !== undefined &&
          state.kind !== 'not-required',
      );
      const groups = Map.groupBy(own, ({ registration }) => registration.handledBy?.[by] ?? '');
      return Promise.resolve(
        [...groups]
          .map(([ref, some]) => ({
            ref,
            registrations: some.length,
            faceLeft: some.filter(
              ({ registration: { state } }) =>
                state.kind === 'refused' && state.ground === 'face-route-left',
            ).length,
            exceptionsAsked: some.filter(({ registration: { id } }) =>
              exceptions.steps(id).some(({ kind }) => kind === 'asked'),
            ).length,
          }))
          .sort((one, other) => (one.ref < other.ref ? -1 : 1)),
      );
    },
    listUnderRule: (limit, after = '' as RegistrationId) =>
      Promise.resolve(
        [...cases.values()]
          .filter(({ registration: { id, rule } }) => rule !== undefined && id > after)
          .sort((one, other) => (one.registration.id < other.registration.id ? -1 : 1))
          .slice(0, limit)
          .map(({ registration, events }) => ({
            registration,
            events: [...events],
            steps: exceptions.steps(registration.id),
          })),
      ),
    listOverdue: (at, limit, after = '' as RegistrationId) =>
      Promise.resolve(
        [...cases.values()]
          .map((each) => each.registration)
          .filter((each) => !isFinished(each.state) && each.expiresAt < at && each.id > after)
          .map((each) => each.id)
          .sort()
          .slice(0, limit),
      ),
  };
}
