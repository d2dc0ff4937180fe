export { LedgerError, type LedgerErrorCode } from './ledger-error.ts';
export {
  areEqual,
  fromBase64,
  fromBase64Url,
  textOf,
  toBase64,
  toBase64Url,
  toHex,
} from './bytes.ts';
export {
  encodeCheckpointText,
  parseCheckpoint,
  parseCheckpointText,
  type Checkpoint,
  type TreeHead,
} from './note/checkpoint.ts';
export {
  parseNote,
  parseSignatureLine,
  signatureLine,
  NOTE_MAX_LENGTH,
  type Note,
  type NoteSignature,
} from './note/note.ts';
export { cosignedMessage, subtreeMessage } from './note/signed-message.ts';
export {
  encodeVerifierKey,
  keyIdOf,
  parseVerifierKey,
  SIGNATURE_TYPE,
  type SignatureType,
  type VerifierKey,
} from './note/verifier-key.ts';
export { verifyNote, type VerifiedNote, type VerifiedSignature } from './note/verify-note.ts';
export { encodeProof, parseProof, type InclusionProof } from './receipt/proof.ts';
export {
  CLOCK_TOLERANCE_MS,
  encodeReceipt,
  parseReceipt,
  verifyReceipt,
  type Receipt,
  type ReceiptFault,
  type ReceiptVerdict,
} from './receipt/receipt.ts';
export {
  commitToBytes,
  commitToStatement,
  makeSalt,
  SALT_BYTES,
  verifyOpening,
} from './statement/commitment.ts';
export { MINUTE_MS, startOfMinute, toMinute, type Minute } from './statement/minute.ts';
export { referTo, type Reference, type ReferenceKind } from './statement/reference.ts';
export {
  encodeStatement,
  parseStatement,
  STATEMENT_MAX_BYTES,
} from './statement/statement-bytes.ts';
export type {
  AttemptOpenedStatement,
  DeletionStatement,
  ExceptionStatement,
  HexDigest,
  IncidentStatement,
  KeyChangeStatement,
  PageStatement,
  PolicyName,
  PolicyStatement,
  ResultStatement,
  Statement,
  StatementKind,
  ThresholdStatement,
} from './statement/statement.ts';
export { isConsistent, type ConsistencyClaim } from './tree/consistency.ts';
export { digest, EMPTY_ROOT, foldRow, hashChildren, hashLeaf } from './tree/hash.ts';
export {
  decodeBundle,
  encodeBundle,
  parseTilePath,
  tilePath,
  TILE_WIDTH,
  type TilePlace,
} from './tree/tile-path.ts';
export { isIncluded, type InclusionClaim } from './tree/inclusion.ts';
export {
  encodeAddCheckpoint,
  mergeCosignatures,
  parseAddCheckpoint,
  type AddCheckpoint,
} from './witness/add-checkpoint.ts';
export { isWitnessed, verifyCheckpoint, type VerifiedCheckpoint } from './witness/is-witnessed.ts';
export {
  isQuorum,
  kOfN,
  parseWitnessPolicy,
  witnessesOf,
  type TrustedWitness,
  type WitnessGroup,
  type WitnessPolicy,
} from './witness/policy.ts';
