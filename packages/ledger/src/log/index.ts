export {
  askForCosignature,
  askWitness,
  collectCosignatures,
  type CosignatureAnswer,
  type CosignatureRequest,
  type WitnessAnswer,
  type WitnessOutcome,
} from './ask-witness.ts';
export {
  EXPORT_FILES,
  EXPORT_FORMAT,
  writeExport,
  type ExportedOpening,
  type ExportedToken,
  type ExportSource,
} from './export.ts';
export {
  appendLeaves,
  emptyFrontier,
  loadFrontier,
  type Appended,
  type Frontier,
  type LogResource,
} from './frontier.ts';
export { cosign, openNoteSigner, signCheckpoint, type NoteSigner } from './note-signer.ts';
export { openTreeProver, type TreeProver } from './prover.ts';
export {
  makeCosigningKey,
  makeMlDsaKey,
  makeSigningKey,
  parseSignerKey,
  type SigningKey,
  type SigningKeyPair,
} from './signing-key.ts';
export { readBundle, readTile, widthAt } from './tile-reader.ts';
export type { TileSource } from './tile-source.ts';
