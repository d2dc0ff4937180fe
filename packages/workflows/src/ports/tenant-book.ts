import type { Instant, TenantClass, TenantId } from '@bonin/core';

/** A mobile operator, or whoever else opens registrations here; what one sees no other can see. */
export interface Tenant {
  readonly id: TenantId;
  /** As shown to applicants. */
  readonly name: string;
  /** Rules may depend on it. */
  readonly tenantClass: TenantClass;
}

/** A tenant and what its API key is known by. */
export interface TenantKey extends Omit<Tenant, 'tenantClass'> {
  /** Of a new tenant `mno` when absent; an existing one keeps its own. */
  readonly tenantClass?: TenantClass;
  /** SHA-256 of the API key, base64url. The key itself is kept nowhere. */
  readonly apiKeyHash: string;
  readonly at: Instant;
}

/** Keeps tenants and the hashes of their API keys. */
export interface TenantBook {
  /** Writes a tenant, or gives an existing one a new name and key; the old key is void at once. */
  put(tenant: TenantKey): Promise<void>;
  /** The tenant of that id, if there is one. */
  load(id: TenantId): Promise<Tenant | undefined>;
  /** The tenant whose API key has this SHA-256, base64url; a void key is nobody's. */
  findByApiKeyHash(apiKeyHash: string): Promise<Tenant | undefined>;
}
