import { CodedError } from '../coded-error.ts';

/** Codes of {@link BiometricsError}; docs/errors.md says what each means. */
export type BiometricsErrorCode =
  'SCALE_MISMATCH' | 'RATE_WITHOUT_TRIALS' | 'MODEL_ID_MALFORMED' | 'COMPARISON_SCORE_NOT_FINITE';

/** What cannot be done with biometric values; never carries one of them. */
export class BiometricsError extends CodedError<BiometricsErrorCode> {}
