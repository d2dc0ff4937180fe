export type WitnessErrorCode =
  | 'WITNESS_ARGUMENTS_UNUSABLE'
  | 'WITNESS_FILE_UNUSABLE'
  | 'WITNESS_KEY_PERMISSIONS'
  | 'WITNESS_KEY_EXISTS'
  | 'WITNESS_STATE_UNREADABLE'
  | 'WITNESS_STATE_CHANGED';

/** Why a witness does not run. The message is the code; nothing of a key is quoted. */
export class WitnessError extends Error {
  readonly code: WitnessErrorCode;

  constructor(code: WitnessErrorCode) {
    super(code);
    this.name = 'WitnessError';
    this.code = code;
  }
}
