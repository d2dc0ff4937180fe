import { BiometricsError } from './biometrics-error.ts';

/** A rate is two counts; no report prints one without the other. */
export interface ErrorRate {
  readonly metric: 'FMR' | 'FNMR' | 'FTA' | 'APCER' | 'BPCER';
  readonly errors: number;
  readonly trials: number;
}

/** @throws {BiometricsError} `RATE_WITHOUT_TRIALS` */
export function rateOf(rate: ErrorRate): number {
  if (rate.trials <= 0) throw new BiometricsError('RATE_WITHOUT_TRIALS', { metric: rate.metric });
  return rate.errors / rate.trials;
}
