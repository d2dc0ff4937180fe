import type {
  AttemptId,
  ExceptionGround,
  Instant,
  PolicyVersion,
  RefusalGround,
  RegistrationId,
  StaffRef,
} from '@bonin/core';
import type { LedgerEntry } from './ledger-store.ts';

interface OfRegistration {
  readonly at: Instant;
  readonly registrationId: RegistrationId;
  readonly policy: PolicyVersion;
}

/** What the ledger witnesses of a step. */
export type WitnessedFact =
  | (OfRegistration & { readonly kind: 'attempt-opened'; readonly attemptId: AttemptId })
  /** A booth has ended, and with it all that it was shown. */
  | (OfRegistration & {
      readonly kind: 'deletion';
      readonly attemptId: AttemptId;
      /** `concluded`, the ground on which it was stopped, or `unseen` where the node that ran it is gone. */
      readonly exit: string;
      readonly symbolsSaid: number;
      readonly isolation: readonly string[];
      readonly consentTextDigest: string;
    })
  /** The attempt ended by a fault of ours. */
  | (OfRegistration & {
      readonly kind: 'incident';
      readonly attemptId: AttemptId;
      readonly matter: 'booth-fault' | 'node-lost';
    })
  /** Somebody of the staff asked for an exception from a rule, granted or refused it. */
  | (OfRegistration & {
      readonly kind: 'exception';
      readonly act: 'exception-asked' | 'exception-granted' | 'exception-refused';
      readonly by: StaffRef;
      readonly ground?: ExceptionGround;
    })
  | (OfRegistration & {
      readonly kind: 'result';
      readonly answer: 'Y' | 'N';
      readonly ground?: RefusalGround;
      readonly attempts: number;
      /** As it is handed out. */
      readonly token: string;
    });

/** Puts into the words of the ledger what it is to witness, each time behind a fresh salt. */
export interface LedgerScribe {
  write(fact: WitnessedFact): LedgerEntry;
}
