import {
  OPENED,
  after,
  type Channel,
  type DocumentType,
  type Registration,
  type RegistrationKind,
  type TenantId,
} from '@bonin/core';
import type { Clock } from './ports/clock.ts';
import type { IdSource } from './ports/id-source.ts';
import type { PolicyBook } from './ports/policy-book.ts';
import type { CreateOutcome, Idempotency, RegistrationStore } from './ports/registration-store.ts';

export interface OpenRegistrationPorts {
  readonly clock: Clock;
  readonly ids: Pick<IdSource, 'registrationId'>;
  readonly policies: Pick<PolicyBook, 'inForce'>;
  readonly registrations: Pick<RegistrationStore, 'create'>;
}

export interface OpenRegistration {
  readonly tenantId: TenantId;
  readonly kind: RegistrationKind;
  readonly channel: Channel;
  readonly documentTypes: readonly DocumentType[];
  readonly orderCommitment: string;
  readonly returnUrl: string | undefined;
  readonly idempotency: Idempotency;
}

/**
 * Opens a registration under the policy in force now, once for each idempotency key.
 *
 * Asked again with the same key and the same request, it returns the registration that exists.
 *
 * @throws {RegistrationError} `IDEMPOTENCY_KEY_REUSED`, `POLICY_NOT_IN_FORCE`
 */
export async function openRegistration(
  ports: OpenRegistrationPorts,
  { idempotency, ...application }: OpenRegistration,
): Promise<CreateOutcome> {
  const openedAt = ports.clock.now();
  const policy = ports.policies.inForce(openedAt);
  const registration: Registration = {
    ...application,
    id: ports.ids.registrationId(),
    policy: { id: policy.id, version: policy.version },
    openedAt,
    expiresAt: after(openedAt, policy.attempts.registrationLifetime),
    state: OPENED,
    version: 0,
  };
  return ports.registrations.create(registration, idempotency);
}
