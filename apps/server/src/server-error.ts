import { CodedError } from '@bonin/core';

export type ServerErrorCode =
  | 'BUILD_UNREADABLE'
  | 'CONFIGURATION_INVALID'
  | 'CONFIGURATION_UNKNOWN'
  | 'DEBUG_DOOR_OPEN'
  | 'DEMONSTRATION_IN_PRODUCTION'
  | 'COMMAND_UNKNOWN'
  | 'LEDGER_EMPTY'
  | 'LEDGER_WORD_UNKNOWN'
  | 'REGISTRATION_UNKNOWN'
  | 'REGISTRATION_NOT_FINISHED'
  | 'WITNESS_POLICY_UNUSABLE'
  | 'WRITTEN_REPORT_UNREADABLE'
  | 'KEYRING_UNREADABLE'
  | 'KEYRING_PERMISSIONS'
  | 'POLICY_FILE_UNREADABLE'
  | 'KEPT_POLICY_UNREADABLE'
  | 'PAGE_NOT_BUILT'
  | 'MODEL_MANIFEST_UNREADABLE';

/** Why the service cannot start or a command cannot be carried out; for whoever runs it. */
export class ServerError extends CodedError<ServerErrorCode> {}
