/** Salted commitments: what stands in the log in place of a statement. */
import { areEqual, utf8 } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';
import { digest } from '../tree/hash.ts';
import { encodeStatement } from './statement-bytes.ts';
import type { Statement } from './statement.ts';

/** Length of a salt, in bytes. */
export const SALT_BYTES = 32;

const LABEL = utf8('bonin/ledger-commitment/v1');

/**
 * Draws a salt. As long as it is kept, the leaf can be opened; once it is destroyed, nobody can tell which
 * leaf stood for a statement, not even with the statement at hand.
 */
export function makeSalt(): Uint8Array<ArrayBuffer> {
  return globalThis.crypto.getRandomValues(new Uint8Array(SALT_BYTES));
}

/**
 * The leaf that stands for a statement: 32 bytes.
 *
 * A salt serves one statement. Used twice, it would tell that two leaves say the same.
 *
 * @throws {LedgerError} `STATEMENT_MALFORMED`, `SALT_MALFORMED`
 */
export function commitToStatement(statement: Statement, salt: Uint8Array): Uint8Array<ArrayBuffer> {
  return commitToBytes(encodeStatement(statement), salt);
}

/**
 * As {@link commitToStatement}, of a statement that is bytes already.
 *
 * @param sha256 - another way to hash, for whoever has a faster one and many statements
 */
export function commitToBytes(
  statement: Uint8Array,
  salt: Uint8Array,
  sha256: (bytes: Uint8Array) => Uint8Array = digest,
): Uint8Array<ArrayBuffer> {
  if (salt.length !== SALT_BYTES) throw new LedgerError('SALT_MALFORMED');
  const input = new Uint8Array(2 + LABEL.length + 2 + SALT_BYTES + 2 + statement.length);
  let at = 0;
  for (const field of [LABEL, salt, statement]) {
    // Lengths in two bytes keep two different pairs of salt and statement from having one encoding.
    input[at] = field.length >> 8;
    input[at + 1] = field.length & 0xff;
    input.set(field, at + 2);
    at += 2 + field.length;
  }
  return new Uint8Array(sha256(input));
}

/**
 * Tells whether salt and statement are what a leaf stands for.
 *
 * Not verified: that the leaf is in any log.
 *
 * @throws {LedgerError} `STATEMENT_MALFORMED`, `SALT_MALFORMED`
 */
export function verifyOpening({
  leaf,
  statement,
  salt,
}: {
  readonly leaf: Uint8Array;
  readonly statement: Statement;
  readonly salt: Uint8Array;
}): boolean {
  return areEqual(commitToStatement(statement, salt), leaf);
}
