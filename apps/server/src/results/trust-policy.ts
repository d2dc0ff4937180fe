/** A trust policy for whoever trusts what lies here. @see docs/formats/trust-policy.md */
import { parseArgs } from 'node:util';
import { RUNTIME_MEASURES } from '@bonin/booth';
import { attackDetectionOf, thresholdsOf, type DecisionPolicy } from '@bonin/core';
import { LedgerError, parseVerifierKey } from '@bonin/ledger';
import { ServerError } from '../server-error.ts';

/** What a checkout cannot tell: of which service the results are to be, and for whom. */
export interface TrustPins {
  readonly issuer: string;
  readonly audience: string;
  /** Verifier key of its ledger; without it the ledger is asked nothing. */
  readonly ledgerKey?: string;
}

/** What a checkout tells. */
export interface TrustedParts {
  readonly policy: DecisionPolicy;
  readonly buildDigest: string;
  readonly modelDigest: string;
}

/**
 * Reads the words behind `trust policy`.
 *
 * @throws {ServerError} `COMMAND_UNKNOWN`
 */
export function readTrustPins(words: readonly string[]): TrustPins {
  const { issuer, audience, ledger } = readOptions(words);
  if (issuer === undefined || audience === undefined) throw new ServerError('COMMAND_UNKNOWN');
  if (ledger === undefined) return { issuer, audience };
  try {
    parseVerifierKey(ledger);
  } catch (error) {
    if (error instanceof LedgerError) throw new ServerError('COMMAND_UNKNOWN');
    throw error;
  }
  return { issuer, audience, ledgerKey: ledger };
}

/**
 * The file: this build and no other, the thresholds of this policy as the least, and the isolation that booths have on every
 * machine. Witnesses are asked for by whoever adds them.
 */
export function trustPolicyText(
  { issuer, audience, ledgerKey }: TrustPins,
  { policy, buildDigest, modelDigest }: TrustedParts,
): string {
  const file = {
    format: 'bonin/trust-policy/v1',
    issuer,
    audience,
    builds: [buildDigest],
    models: [modelDigest],
    resultKeys: 'any',
    floor: {
      thresholds: thresholdsOf(policy.face).map(({ decides, scale, minimum }) => ({
        decides,
        scale,
        minimum: String(minimum),
      })),
      isolation: RUNTIME_MEASURES,
      attackDetection: attackDetectionOf(policy),
    },
    ledger: ledgerKey === undefined ? 'any' : [`log ${ledgerKey}`, 'quorum none'],
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function readOptions(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        issuer: { type: 'string' },
        audience: { type: 'string' },
        ledger: { type: 'string' },
      },
    });
    return values;
  } catch {
    // Not wrapped: the message quotes what was typed.
    throw new ServerError('COMMAND_UNKNOWN');
  }
}
