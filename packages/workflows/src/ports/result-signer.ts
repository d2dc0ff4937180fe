import type {
  Instant,
  PolicyVersion,
  RefusalGround,
  RegistrationId,
  TenantId,
  Threshold,
} from '@bonin/core';

/** What a result token says: nothing of a face, name, number or score. */
export interface ResultClaims {
  readonly resultId: string;
  readonly registrationId: RegistrationId;
  readonly tenantId: TenantId;
  readonly orderCommitment: string;
  readonly answer: 'Y' | 'N';
  /** Why an N, in the words of the registration; absent on a Y. */
  readonly ground?: RefusalGround;
  readonly policy: PolicyVersion;
  /** Attempts that were counted. */
  readonly attempts: number;
  readonly issuedAt: Instant;
  /** How the booth of the attempt that ended the registration was isolated; absent when none did. */
  readonly isolation?: readonly string[];
  /** What the policy of the registration asks for against presentation attacks. */
  readonly attackDetection: 'passive-only' | 'challenge-and-passive';
  /** What a Y had to reach under that policy; results of earlier versions do not say. */
  readonly thresholds?: readonly Omit<Threshold, 'calibration'>[];
}

/** Signs a result. The build and model digests are the signer's own facts. */
export interface ResultSigner {
  /** Returns the compact JWS. What the claims say is not checked. */
  sign(claims: ResultClaims): Promise<string>;
}
