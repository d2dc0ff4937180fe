import type { RoutePolicy } from '@bonin/core';
import { LedgerError, digest, parseNote, toHex, verifyNote } from '@bonin/ledger';
import { parseRoutePolicy } from '@bonin/protocol';
import type { PolicyOperators } from './operators.ts';
import { PublicationError } from './publication-error.ts';

/** A route policy that enough operators have signed. */
export interface SignedPolicy {
  readonly policy: RoutePolicy;
  /** SHA-256 of the document without its signatures, lowercase hexadecimal: what the ledger says. */
  readonly digest: string;
  /** Names of those who signed, each once. */
  readonly signers: readonly string[];
  /** As it was read, to be kept. */
  readonly note: string;
}

/**
 * Reads a signed route policy: a note as C2SP signed-note has it, whose text is the document.
 *
 * Verified: the signatures of as many different operators as must agree. Not verified: that it may come into force; see
 * `admitPolicy`.
 *
 * @throws {PublicationError} `POLICY_NOT_SIGNED`, `POLICY_SIGNATURE_INVALID`, `POLICY_SIGNERS_TOO_FEW`,
 *   `POLICY_DOCUMENT_UNREADABLE`
 * @throws {ProtocolError} `ROUTE_POLICY_MALFORMED`
 */
export async function readSignedPolicy(
  note: string,
  operators: PolicyOperators,
): Promise<SignedPolicy> {
  const text = textOf(note);
  const signers = await signersOf(note, operators);
  if (signers.length < operators.persons) {
    throw new PublicationError('POLICY_SIGNERS_TOO_FEW', {
      signed: signers.length,
      needed: operators.persons,
    });
  }
  return { ...readDocument(text), signers, note };
}

/**
 * Reads a document, signed or not, without asking who signed it: to look at it and to try it, never to let it decide.
 *
 * @throws {PublicationError} `POLICY_DOCUMENT_UNREADABLE`
 * @throws {ProtocolError} `ROUTE_POLICY_MALFORMED`
 */
export function readUnverified(text: string): Pick<SignedPolicy, 'policy' | 'digest'> {
  const split = text.lastIndexOf('\n\n\u2014 ');
  return readDocument(split < 0 ? text : text.slice(0, split + 1));
}

function readDocument(text: string): Pick<SignedPolicy, 'policy' | 'digest'> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Not wrapped: a parser's message quotes what it read.
    throw new PublicationError('POLICY_DOCUMENT_UNREADABLE');
  }
  const bytes = new TextEncoder().encode(text);
  return { policy: parseRoutePolicy(json), digest: toHex(digest(bytes)) };
}

function textOf(note: string): string {
  try {
    return parseNote(note).text;
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new PublicationError('POLICY_NOT_SIGNED');
  }
}

async function signersOf(note: string, { keys }: PolicyOperators): Promise<readonly string[]> {
  try {
    const { verified } = await verifyNote(note, keys);
    return [...new Set(verified.map(({ key }) => key.name))];
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    if (error.code === 'NOTE_UNSIGNED') throw new PublicationError('POLICY_NOT_SIGNED');
    if (error.code !== 'NOTE_SIGNATURE_INVALID') throw error;
    throw new PublicationError('POLICY_SIGNATURE_INVALID');
  }
}
