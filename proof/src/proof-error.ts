import { CodedError } from '@bonin/core';

export type ProofErrorCode =
  | 'SAMPLES_MISSING'
  | 'SERVICE_UNUSABLE'
  | 'POSTGRESQL_UNAVAILABLE'
  | 'MEMORY_UNREADABLE'
  | 'CANARY_UNUSABLE'
  | 'BROWSER_UNUSABLE'
  | 'INTERRUPTED';

/** Why the proof could not be made; that it failed is no error but its result. */
export class ProofError extends CodedError<ProofErrorCode> {}
