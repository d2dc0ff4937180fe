import { readFileSync } from 'node:fs';
import { TrustPolicyError, parseTrustPolicy } from '@bonin/audit/result';
import { ConfigError } from './config-error.ts';

/**
 * Reads the trust policy of this carrier, which its page asks of every result.
 *
 * @returns its text, which can be parsed
 * @throws {ConfigError} `TRUST_FILE_UNUSABLE` with the `member` that is not as documented; `file` when it cannot be read
 */
export function readTrustFile(file: string): string {
  const text = textOf(file);
  try {
    parseTrustPolicy(text);
    return text;
  } catch (error) {
    if (!(error instanceof TrustPolicyError)) throw error;
    throw new ConfigError('TRUST_FILE_UNUSABLE', { member: error.member });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not wrapped: its message quotes the path.
    throw new ConfigError('TRUST_FILE_UNUSABLE', { member: 'file' });
  }
}
