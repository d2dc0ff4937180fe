import { RegistrationError, type TenantId } from '@bonin/core';
import type {
  LedgerStore,
  PolicyArchive,
  KeptPolicy,
  RegistrationStore,
  TenantBook,
  TenantKey,
} from '@bonin/workflows';
import { memoryLedgerStore } from './memory-ledger-store.ts';
import { memoryRegistrationStore } from './memory-registration-store.ts';

export interface MemoryStorage {
  readonly kind: 'pglite';
  readonly registrations: RegistrationStore;
  readonly tenants: TenantBook;
  readonly policies: PolicyArchive;
  readonly ledger: LedgerStore;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A storage that forgets everything when it is dropped. */
export function memoryStorage(): MemoryStorage {
  const ledger = memoryLedgerStore();
  return {
    kind: 'pglite',
    registrations: memoryRegistrationStore(ledger),
    ledger,
    tenants: memoryTenantBook(),
    policies: memoryPolicyArchive(),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

export function memoryTenantBook(): TenantBook {
  const tenants = new Map<TenantId, TenantKey>();
  return {
    put: (tenant) => {
      tenants.set(tenant.id, tenant);
      return Promise.resolve();
    },
    load: (id) => Promise.resolve(tenants.get(id)),
    findByApiKeyHash: (apiKeyHash) =>
      Promise.resolve(tenants.values().find((tenant) => tenant.apiKeyHash === apiKeyHash)),
  };
}

export function memoryPolicyArchive(): PolicyArchive {
  const kept = new Map<string, KeptPolicy>();
  return {
    keep: async (record) => {
      await Promise.resolve();
      const name = `${record.policy.id}@${String(record.policy.version)}`;
      const earlier = kept.get(name);
      if (earlier !== undefined && earlier.document !== record.document) {
        throw new RegistrationError('POLICY_VERSION_CHANGED');
      }
      kept.set(name, record);
    },
    list: () => Promise.resolve([...kept.values()]),
  };
}
