import type { Channel } from '../telecom/channel.ts';
import type { Instant } from '../time/time.ts';
import type { TenantId, RegistrationId } from './identifiers.ts';
import type { RegistrationState } from './registration-state.ts';

/** What can be asked for, each the name of one kind of line registration. */
export const REGISTRATION_KINDS = [
  'new-line',
  'number-portability',
  'device-change',
  'name-change',
  'sim-replacement',
] as const;
/** What an applicant asks for. */
export type RegistrationKind = (typeof REGISTRATION_KINDS)[number];

/** Identity documents whose portrait can be a reference. */
export const DOCUMENT_TYPES = ['resident-card', 'driver-licence'] as const;
/**
 * Which identity document a mobile operator takes.
 *
 * Not verified: that the card shown is of that type, or a card at all.
 */
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** Which policy a registration was opened under; it stays under that one to its end. */
export interface PolicyVersion {
  readonly id: string;
  readonly version: number;
}

/**
 * One application for a line, from opening to decision. Holds no face, name or number of a person.
 *
 * `version` counts the events so far; appending to an overtaken version is refused.
 */
export interface Registration {
  readonly id: RegistrationId;
  readonly tenantId: TenantId;
  readonly kind: RegistrationKind;
  readonly channel: Channel;
  readonly documentTypes: readonly DocumentType[];
  /** Salted SHA-256 of the mobile operator's own order reference, base64url; the reference itself is not kept. */
  readonly orderCommitment: string;
  readonly returnUrl: string | undefined;
  readonly policy: PolicyVersion;
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
  readonly state: RegistrationState;
  readonly version: number;
}
