import { joined, toBase64Url, utf8 } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import { digest } from '../tree/hash.ts';

/** What a reference can stand for. */
export type ReferenceKind = 'registration' | 'attempt' | 'result';

/** Stands for a registration, attempt or result without naming it: 43 characters of base64url. */
export type Reference = string;

export const REFERENCE = /^[A-Za-z0-9_-]{43}$/;

/** Random ids have 32 characters of base64url after a short mark; whatever is shorter could be guessed. */
const RANDOM_ID = /^[a-z]{1,8}_[A-Za-z0-9_-]{32,64}$/;

/**
 * Makes the reference by which statements about one registration are joined.
 *
 * It is a hash, so the id has to be random: who has the id can find the statements, and nobody can find the
 * id. A number or a name is refused by its shape; that an id of the right shape is random is not verified.
 *
 * @throws {LedgerError} `REFERENCE_MALFORMED` for an id that is not of the shape of a random one
 */
export function referTo(kind: ReferenceKind, id: string): Reference {
  if (!RANDOM_ID.test(id)) throw new LedgerError('REFERENCE_MALFORMED');
  return toBase64Url(digest(joined(utf8(`bonin/ledger-reference/v1\0${kind}\0`), utf8(id))));
}
