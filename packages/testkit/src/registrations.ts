import {
  OPENED,
  instant,
  parseTenantId,
  type Registration,
  type RegistrationId,
  type TenantId,
} from '@bonin/core';
import type { ResultSigner } from '@bonin/workflows';
import { seededIds } from './ids.ts';

/** A complete, ordinary registration; a test states only what makes it different. */
export function registration(
  overrides: Partial<Registration> & { readonly id?: RegistrationId } = {},
): Registration {
  const openedAt = instant(Date.parse('2026-11-22T03:00:00.000Z'));
  return {
    id: seededIds().registrationId(),
    tenantId: tenantId('hanbit-mobile'),
    kind: 'new-line',
    channel: 'online',
    documentTypes: ['resident-card', 'driver-licence'],
    orderCommitment: 'b3JkZXItY29tbWl0bWVudC1mb3ItdGVzdHMtb25seQ0',
    returnUrl: undefined,
    policy: { id: 'test', version: 1 },
    openedAt,
    expiresAt: instant(openedAt + 3_600_000),
    state: OPENED,
    version: 0,
    ...overrides,
  };
}

export function tenantId(text: string): TenantId {
  return parseTenantId(text);
}

/** Signs nothing: says what it would have signed. */
export function plainResultSigner(): ResultSigner {
  return { sign: (claims) => Promise.resolve(JSON.stringify(claims)) };
}
