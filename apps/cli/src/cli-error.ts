import { CodedError } from '@bonin/core';
import type { CaptureErrorCode } from './capture-error-code.ts';

/** Why there is neither Y nor N. The first group is for whoever typed the command, the second for us. */
export type CliErrorCode = InputErrorCode | FaultCode;

export type InputErrorCode =
  | 'ARGUMENTS_UNUSABLE'
  | 'FILE_MISSING'
  | 'FILE_NOT_WRITTEN'
  | 'FILE_TOO_LARGE'
  | 'FOLDER_EMPTY'
  | 'IMAGE_FORMAT_UNSUPPORTED'
  | 'IMAGE_ANIMATED'
  | 'IMAGE_TOO_MANY_PIXELS'
  | 'CLIP_UNSUPPORTED'
  | 'CLIP_MALFORMED'
  | 'POLICY_UNUSABLE'
  | 'POLICY_NETWORKS_UNUSABLE'
  | CaptureErrorCode;

export type FaultCode =
  'PROGRAM_MISSING' | 'NETWORKS_NOT_INSTALLED' | 'BOOTH_NOT_STARTED' | 'BOOTH_STOPPED';

const FAULTS: ReadonlySet<string> = new Set<FaultCode>([
  'PROGRAM_MISSING',
  'NETWORKS_NOT_INSTALLED',
  'BOOTH_NOT_STARTED',
  'BOOTH_STOPPED',
]);

/**
 * An end without an answer. Details say which input by its role and place, never by its name: the name of
 * a file may be a person's.
 */
export class CliError extends CodedError<CliErrorCode> {}

export function isFault(error: CliError): boolean {
  return FAULTS.has(error.code);
}
