/** What can be asked for, each the name of one kind of line registration. */
export const REGISTRATION_KINDS = [
  'new-line',
  'number-portability',
  'device-change',
  'name-change',
  'sim-replacement',
] as const;
/** What an applicant asks for. */
export type RegistrationKind = (typeof REGISTRATION_KINDS)[number];
