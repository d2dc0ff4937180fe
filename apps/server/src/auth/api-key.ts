import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'bonin_';
const AUTHORIZATION = /^Bearer ([\x21-\x7e]{16,200})$/;

/** A new API key: 256 random bits behind a prefix that secret scanners can find. */
export function makeApiKey(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

/**
 * What is kept of an API key: its SHA-256, base64url.
 *
 * Fast on purpose: there is nothing to guess in 256 random bits. See docs/decisions/0402-api-keys.md.
 */
export function hashApiKey(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('base64url');
}

/** The API key of an Authorization header, or `undefined` when there is none. */
export function apiKeyOf(authorization: string | undefined): string | undefined {
  return AUTHORIZATION.exec(authorization ?? '')?.[1];
}
