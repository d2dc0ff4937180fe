export type LedgerErrorCode =
  | 'NOTE_MALFORMED'
  | 'NOTE_SIGNATURE_INVALID'
  | 'NOTE_UNSIGNED'
  | 'VERIFIER_KEY_MALFORMED'
  | 'SIGNER_KEY_MALFORMED'
  | 'CHECKPOINT_MALFORMED'
  | 'ADD_CHECKPOINT_MALFORMED'
  | 'WITNESS_POLICY_MALFORMED'
  | 'STATEMENT_MALFORMED'
  | 'SALT_MALFORMED'
  | 'REFERENCE_MALFORMED'
  | 'PROOF_MALFORMED'
  | 'LEAF_MALFORMED'
  | 'TREE_TOO_LARGE'
  | 'TREE_DAMAGED'
  | 'TILE_MISSING'
  | 'TILE_PATH_MALFORMED'
  | 'INDEX_OUT_OF_RANGE'
  | 'EXPORT_FOLDER_NOT_EMPTY'
  | 'ED25519_UNAVAILABLE';

/**
 * Why something of the ledger could not be read, made or checked.
 *
 * This room moves bytes and knows no other room, so it has its own error. As everywhere here the message
 * is the code, and details are safe to show to a stranger: names of members, numbers of lines, sizes.
 */
export class LedgerError extends Error {
  readonly code: LedgerErrorCode;
  readonly details: Readonly<Record<string, string | number | boolean>>;

  constructor(
    code: LedgerErrorCode,
    details: Readonly<Record<string, string | number | boolean>> = {},
  ) {
    super(code);
    this.name = 'LedgerError';
    this.code = code;
    this.details = details;
  }
}
