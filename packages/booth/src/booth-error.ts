import { CodedError } from '@bonin/core';

export type BoothErrorCode =
  | 'BOOTH_PROGRAM_MISSING'
  | 'BOOTH_START_FAILED'
  | 'BOOTH_NETWORKS_UNUSABLE'
  | 'BOOTH_ALREADY_BEGUN'
  | 'BOOTH_NOT_BEGUN'
  | 'BOOTH_POOL_CLOSED'
  | 'PIPE_MESSAGE_MALFORMED'
  | 'HAND_OVER_MALFORMED';

/** What went wrong with a booth, apart from the ways in which one may end. Holds nothing it was given. */
export class BoothError extends CodedError<BoothErrorCode> {}
