export type ApplicantErrorCode = 'SERVICE_REFUSED' | 'SERVICE_SILENT' | 'CHANNEL_CLOSED';

/** Why an applicant could not go on: the service said something else than was waited for, or nothing. */
export class ApplicantError extends Error {
  readonly code: ApplicantErrorCode;
  readonly details: Readonly<Record<string, string>>;

  constructor(code: ApplicantErrorCode, details: Readonly<Record<string, string>> = {}) {
    super(code);
    this.name = 'ApplicantError';
    this.code = code;
    this.details = details;
  }
}
