import {
  LedgerError,
  SIGNATURE_TYPE,
  encodeVerifierKey,
  parseVerifierKey,
  toBase64,
  type VerifierKey,
} from '@bonin/ledger';
import { PublicationError } from './publication-error.ts';

/** Who may publish, and how many must agree. */
export interface PolicyOperators {
  readonly keys: readonly VerifierKey[];
  readonly persons: number;
}

/** No fewer: one person alone publishes nothing. */
export const PERSONS_LEAST = 2;

/**
 * Reads who may publish: a public key to a line, as C2SP signed-note spells it; empty lines and lines that begin with `#` are left
 * out. Each person has one key: a key, or a name, that stands twice is refused, since it would count as two.
 *
 * Not verified: whose keys they are.
 *
 * @param persons - how many of them must sign, two at least
 * @throws {PublicationError} `POLICY_OPERATORS_MALFORMED`, with the number of the line from 1
 */
export function parseOperators(text: string, persons = PERSONS_LEAST): PolicyOperators {
  const keys: VerifierKey[] = [];
  text.split(/\r?\n/).forEach((line, at) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const key = keyOf(line.trim(), at + 1);
    const isTwice = keys.some(
      ({ name, publicKey }) => name === key.name || toBase64(publicKey) === toBase64(key.publicKey),
    );
    if (isTwice || key.type !== SIGNATURE_TYPE.ed25519) throw malformed(at + 1);
    keys.push(key);
  });
  if (!(persons >= PERSONS_LEAST && persons <= keys.length)) throw malformed(0);
  return { keys, persons };
}

/** Writes them as {@link parseOperators} reads them. */
export function encodeOperators({ keys }: PolicyOperators): string {
  return keys.map((key) => `${encodeVerifierKey(key)}\n`).join('');
}

function keyOf(line: string, number: number): VerifierKey {
  try {
    return parseVerifierKey(line);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw malformed(number);
  }
}

function malformed(line: number): PublicationError {
  return new PublicationError('POLICY_OPERATORS_MALFORMED', { line });
}
