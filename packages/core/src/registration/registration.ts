import type { DocumentType } from '../identity/document-type.ts';
import type { Situation } from '../policy/routes/situation.ts';
import type { Channel } from '../telecom/channel.ts';
import type { RegistrationKind } from '../telecom/registration-kind.ts';
import type { Instant } from '../time/time.ts';
import type { StaffRef } from './exception-steps.ts';
import type { TenantId, RegistrationId } from './identifiers.ts';
import type { RegistrationState } from './registration-state.ts';

/** Which policy a registration was opened under; it stays under that one to its end. */
export interface PolicyVersion {
  readonly id: string;
  readonly version: number;
}

/** Which rule a registration was opened under, and what it was taken for; it stays under that one to its end. */
export interface RegistrationRule {
  readonly policy: PolicyVersion;
  readonly situation: Situation;
}

/** Where a registration was opened, and by whom, in the mobile operator's own pseudonyms. */
export interface HandledBy {
  readonly store?: StaffRef;
  readonly staff?: StaffRef;
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
  /** Absent where no route policy was in force. */
  readonly rule?: RegistrationRule;
  /** Absent where the mobile operator said nothing of it. */
  readonly handledBy?: HandledBy;
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
  readonly state: RegistrationState;
  readonly version: number;
}
