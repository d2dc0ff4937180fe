import { CodedError } from '@bonin/core';
import {
  ERROR_CATALOGUE,
  isPublicErrorCode,
  type Problem,
  type PublicErrorCode,
} from '@bonin/protocol';
import { Refusal } from './refusal.ts';

/** Identifiers that do not even have the shape of one are not there, like any other that is not there. */
const NOT_THERE = new Set(['REGISTRATION_ID_MALFORMED', 'REGISTRATION_NOT_FOUND']);

/** What the framework turns down before a door sees it. */
const BY_STATUS: Readonly<Record<number, PublicErrorCode>> = {
  400: 'REQUEST_MALFORMED',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'REQUEST_MALFORMED',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'REQUEST_MALFORMED',
};

/** The public code of whatever was thrown. What has none is a fault of ours. */
export function publicCodeOf(error: unknown): PublicErrorCode {
  if (error instanceof CodedError) {
    const code: unknown = error.code;
    if (typeof code !== 'string') return 'INTERNAL';
    if (NOT_THERE.has(code)) return 'NOT_FOUND';
    return isPublicErrorCode(code) ? code : 'INTERNAL';
  }
  const status: unknown =
    error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return (typeof status === 'number' ? BY_STATUS[status] : undefined) ?? 'INTERNAL';
}

/**
 * The problem document of an error: catalogue text alone, nothing of the error but its code.
 *
 * @see RFC 9457
 */
export function presentProblem(error: unknown, correlationId: string): Problem {
  const code = publicCodeOf(error);
  const { status, title, message, retryable, nextActions } = ERROR_CATALOGUE[code];
  const members = error instanceof Refusal ? error.members : [];
  return {
    type: `urn:bonin:error:${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code,
    message,
    retryable,
    nextActions,
    correlationId,
    ...(members.length === 0 ? {} : { members }),
  };
}
