import type { DecisionPolicy, Instant, PolicyVersion } from '@bonin/core';
import type { RuleBook } from './rule-book.ts';

/** The policies that this service knows. */
export interface PolicyBook {
  /** The policy for registrations that are opened at that time. @throws {RegistrationError} `POLICY_NOT_IN_FORCE` */
  inForce(at: Instant): DecisionPolicy;
  /** Rules that say which routes there are; absent where this service has none. */
  readonly rules?: RuleBook;
  /** The policy a registration was opened under. @throws {RegistrationError} `POLICY_NOT_IN_FORCE` */
  version(version: PolicyVersion): DecisionPolicy;
}
