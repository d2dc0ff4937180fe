import { CodedError } from '@bonin/core';

export type EvaluationErrorCode =
  | 'DATA_FOLDER_UNUSABLE'
  | 'POLICY_UNUSABLE'
  | 'NETWORKS_UNUSABLE'
  | 'CALIBRATION_IMPOSSIBLE'
  | 'PEERS_NOT_INSTALLED'
  | 'RECOGNISER_FAILED'
  | 'BOOTH_UNAVAILABLE'
  | 'SERVICE_UNUSABLE'
  | 'SAMPLE_MISSING'
  | 'LABORATORY_FAILED'
  | 'SESSIONS_UNUSABLE';

/** Why an evaluation could not be made; speaks of files and settings, never of one image. */
export class EvaluationError extends CodedError<EvaluationErrorCode> {}
