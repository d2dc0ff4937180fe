import { CodedError } from '@bonin/core';

export type InstallErrorCode =
  | 'MANIFEST_MALFORMED'
  | 'PACKAGE_UNREACHABLE'
  | 'ARCHIVE_MALFORMED'
  | 'FILE_NOT_IN_PACKAGE'
  | 'SOURCE_HASH_MISMATCH'
  | 'FILE_HASH_MISMATCH'
  | 'KNOWN_ANSWER_MISMATCH'
  | 'CLIP_NOT_DECODED';

/** What can go wrong while models and samples are brought in. Details name files, never hold them. */
export class InstallError extends CodedError<InstallErrorCode> {}
