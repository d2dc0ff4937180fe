import type { CompiledPolicy, Instant, PolicyVersion } from '@bonin/core';

/** The route policies that this service knows. */
export interface RuleBook {
  /** The one for registrations that are opened at that time; `undefined` where none has ever been published. */
  inForce(at: Instant): CompiledPolicy | undefined;
  /** The one a registration was opened under. @throws {RegistrationError} `POLICY_NOT_IN_FORCE` */
  version(version: PolicyVersion): CompiledPolicy;
}

/** A published route policy as it was signed. */
export interface PublishedPolicy {
  readonly policy: PolicyVersion;
  /** The signed note. */
  readonly note: string;
}

/** Keeps every route policy that was ever published, for replay. */
export interface RoutePolicyArchive {
  /**
   * Keeps one, once. Another note of that version is not written over.
   *
   * @throws {RegistrationError} `POLICY_VERSION_CHANGED` when that version was another note before
   */
  publish(published: PublishedPolicy, at: Instant): Promise<void>;
  /** The lowest version first. */
  list(): Promise<readonly PublishedPolicy[]>;
}
