import { RegistrationError, type TenantId } from '@bonin/core';
import type {
  ExceptionBook,
  LedgerStore,
  PolicyArchive,
  KeptPolicy,
  PublishedPolicy,
  RegistrationStore,
  RoutePolicyArchive,
  Tenant,
  TenantBook,
  TenantKey,
} from '@bonin/workflows';
import { memoryExceptionBook } from './memory-exception-book.ts';
import { memoryLedgerStore } from './memory-ledger-store.ts';
import { memoryRegistrationStore } from './memory-registration-store.ts';

export interface MemoryStorage {
  readonly kind: 'pglite';
  readonly registrations: RegistrationStore;
  readonly tenants: TenantBook;
  readonly policies: PolicyArchive;
  readonly routePolicies: RoutePolicyArchive;
  readonly exceptions: ExceptionBook;
  readonly ledger: LedgerStore;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A storage that forgets everything when it is dropped. */
export function memoryStorage(): MemoryStorage {
  const ledger = memoryLedgerStore();
  const exceptions = memoryExceptionBook(ledger);
  return {
    kind: 'pglite',
    registrations: memoryRegistrationStore(ledger, exceptions),
    exceptions,
    ledger,
    tenants: memoryTenantBook(),
    policies: memoryPolicyArchive(),
    routePolicies: memoryRoutePolicyArchive(),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

export function memoryTenantBook(): TenantBook {
  const tenants = new Map<TenantId, TenantKey>();
  return {
    put: (tenant) => {
      const tenantClass = tenant.tenantClass ?? tenants.get(tenant.id)?.tenantClass;
      tenants.set(tenant.id, { ...tenant, ...(tenantClass === undefined ? {} : { tenantClass }) });
      return Promise.resolve();
    },
    load: (id) => Promise.resolve(tenantOf(tenants.get(id))),
    findByApiKeyHash: (apiKeyHash) =>
      Promise.resolve(
        tenantOf(tenants.values().find((tenant) => tenant.apiKeyHash === apiKeyHash)),
      ),
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

function tenantOf(key: TenantKey | undefined): Tenant | undefined {
  if (key === undefined) return undefined;
  return { id: key.id, name: key.name, tenantClass: key.tenantClass ?? 'mno' };
}

export function memoryRoutePolicyArchive(): RoutePolicyArchive {
  const published: PublishedPolicy[] = [];
  return {
    publish: async (one) => {
      await Promise.resolve();
      const earlier = published.find(
        ({ policy }) => policy.id === one.policy.id && policy.version === one.policy.version,
      );
      if (earlier === undefined) published.push(one);
      else if (earlier.note !== one.note) throw new RegistrationError('POLICY_VERSION_CHANGED');
    },
    list: () => Promise.resolve(published.toSorted((a, b) => a.policy.version - b.policy.version)),
  };
}
