import { CodedError } from '@bonin/core';

/** Codes of {@link ConfigError}; docs/errors.md says what each means. */
export type ConfigErrorCode = 'CONFIGURATION_INVALID' | 'TRUST_FILE_UNUSABLE';

/** A variable that cannot be used, or the file of the trust policy; `variables` or `member` names it. */
export class ConfigError extends CodedError<ConfigErrorCode> {}
