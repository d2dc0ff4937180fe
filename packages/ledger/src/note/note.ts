/** Signed notes: a text and lines of signatures. @see C2SP signed-note */
import { fromBase64, toBase64, toHex } from '../bytes.ts';
import { LedgerError } from '../ledger-error.ts';

/** Longest note that is read, in characters: room for sixteen post-quantum signatures and more. */
export const NOTE_MAX_LENGTH = 131_072;
/** Most signature lines that are read. */
export const NOTE_MAX_SIGNATURES = 32;

/** One signature line, not verified. */
export interface NoteSignature {
  readonly name: string;
  /** Eight hexadecimal digits. */
  readonly keyId: string;
  /** What follows the key id. */
  readonly signature: Uint8Array<ArrayBuffer>;
  /** As it was written, without its newline. */
  readonly line: string;
}

/** A text and its signatures, none of them verified. */
export interface Note {
  /** Ends with a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Whether a key may have this name: not empty, no white space, no plus. */
export function isKeyName(name: string): boolean {
  return (
    name !== '' &&
    name.length <= 255 &&
    !/[\p{White_Space}+\u0000-\u001f]/u.test(name) &&
    name.isWellFormed()
  );
}

const LINE = /^\u2014 (?<name>[^ ]+) (?<base64>[A-Za-z0-9+/=]+)$/u;

/** Reads one signature line without its newline; `undefined` when it is none. */
export function parseSignatureLine(line: string): NoteSignature | undefined {
  const { name, base64 } = LINE.exec(line)?.groups ?? {};
  if (name === undefined || base64 === undefined || !isKeyName(name)) return undefined;
  const bytes = fromBase64(base64);
  if (bytes === undefined || bytes.length < 5) return undefined;
  return { name, keyId: toHex(bytes.subarray(0, 4)), signature: bytes.slice(4), line };
}

/** Writes one signature line, with its newline. */
export function signatureLine(name: string, keyIdAndSignature: Uint8Array): string {
  return `\u2014 ${name} ${toBase64(keyIdAndSignature)}\n`;
}

/**
 * Reads a signed note. Lines of unknown keys and kinds are kept: others may know them.
 *
 * Not verified: any signature.
 *
 * @throws {LedgerError} `NOTE_MALFORMED`
 */
export function parseNote(note: string): Note {
  if (
    note.length > NOTE_MAX_LENGTH ||
    /[\u0000-\u0009\u000b-\u001f]/.test(note) ||
    !note.isWellFormed()
  ) {
    throw new LedgerError('NOTE_MALFORMED');
  }
  const split = note.lastIndexOf('\n\n');
  if (split < 1 || !note.endsWith('\n')) throw new LedgerError('NOTE_MALFORMED');
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > NOTE_MAX_SIGNATURES) throw new LedgerError('NOTE_MALFORMED');
  return {
    text: note.slice(0, split + 1),
    signatures: lines.map((line) => {
      const signature = parseSignatureLine(line);
      if (signature === undefined) throw new LedgerError('NOTE_MALFORMED');
      return signature;
    }),
  };
}
