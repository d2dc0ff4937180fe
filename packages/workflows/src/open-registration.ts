import {
  NOT_REQUIRED,
  OPENED,
  RegistrationError,
  after,
  faceTermsOf,
  type Channel,
  type DocumentType,
  type Instant,
  type Registration,
  type HandledBy,
  type IdentityDocument,
  type Nationality,
  type RegistrationKind,
  type RegistrationRule,
  type RegistrationState,
  type Situation,
  type TenantClass,
  type TenantId,
} from '@bonin/core';
import type { Clock } from './ports/clock.ts';
import type { IdSource } from './ports/id-source.ts';
import type { PolicyBook } from './ports/policy-book.ts';
import type { CreateOutcome, Idempotency, RegistrationStore } from './ports/registration-store.ts';

export interface OpenRegistrationPorts {
  readonly clock: Clock;
  readonly ids: Pick<IdSource, 'registrationId'>;
  readonly policies: Pick<PolicyBook, 'inForce' | 'rules'>;
  readonly registrations: Pick<RegistrationStore, 'create'>;
}

export interface OpenRegistration {
  readonly tenantId: TenantId;
  readonly kind: RegistrationKind;
  readonly channel: Channel;
  readonly documentTypes: readonly DocumentType[];
  readonly orderCommitment: string;
  readonly returnUrl: string | undefined;
  /** What the mobile operator says of the applicant; a rule may depend on it, nothing else does. */
  readonly applicant: { readonly document: IdentityDocument; readonly nationality: Nationality };
  readonly tenantClass: TenantClass;
  readonly handledBy?: HandledBy;
  readonly idempotency: Idempotency;
}

/**
 * Opens a registration under the policy in force now, once for each idempotency key.
 *
 * Asked again with the same key and the same request, it returns the registration that exists.
 *
 * @throws {RegistrationError} `IDEMPOTENCY_KEY_REUSED`, `POLICY_NOT_IN_FORCE`, and `FACE_ROUTE_NOT_OFFERED` when the rule asks for
 *   something and the face is none of its routes
 */
export async function openRegistration(
  ports: OpenRegistrationPorts,
  { idempotency, applicant, tenantClass, ...application }: OpenRegistration,
): Promise<CreateOutcome> {
  const openedAt = ports.clock.now();
  const policy = ports.policies.inForce(openedAt);
  const { kind, channel } = application;
  const situation = { kind, channel, tenantClass, ...applicant };
  const { rule, state } = underRule(ports.policies, situation, openedAt);
  const registration: Registration = {
    ...application,
    ...(rule === undefined ? {} : { rule }),
    id: ports.ids.registrationId(),
    policy: { id: policy.id, version: policy.version },
    openedAt,
    expiresAt: after(openedAt, policy.attempts.registrationLifetime),
    state,
    version: 0,
  };
  return ports.registrations.create(registration, idempotency);
}

/** The rule in force, and how a registration begins under it. */
function underRule(
  { rules }: Pick<PolicyBook, 'rules'>,
  situation: Situation,
  at: Instant,
): { readonly rule: RegistrationRule | undefined; readonly state: RegistrationState } {
  const compiled = rules?.inForce(at);
  if (compiled === undefined) return { rule: undefined, state: OPENED };
  const { id, version } = compiled.policy;
  const rule = { policy: { id, version }, situation };
  if (compiled.ruleOf(situation).terms.kind === 'not-required')
    return { rule, state: NOT_REQUIRED };
  if (faceTermsOf(compiled, situation) === undefined) {
    throw new RegistrationError('FACE_ROUTE_NOT_OFFERED');
  }
  return { rule, state: OPENED };
}
