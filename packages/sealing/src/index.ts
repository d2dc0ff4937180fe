export { makeBoothKey, type BoothKey } from './booth-key.ts';
export {
  CHUNK_MAX_BYTES,
  isForReader,
  PAYLOAD_MAX_BYTES,
  parseChunk,
  type ChunkHeader,
  type ChunkKind,
  type ParsedChunk,
} from './chunk.ts';
export { keyFromText, keyToText } from './key-text.ts';
export { openPortrait, sealPortrait, SEALED_PORTRAIT_OVERHEAD_BYTES } from './portrait.ts';
export { encodeSealInfo, SEAL_INFO_LABEL, type SealInfo, type SealPart } from './seal-info.ts';
export { openSealer, type CapturePart, type CaptureSealer } from './sealer.ts';
export { SealingError, type SealingErrorCode } from './sealing-error.ts';
export { openUnsealer, type CaptureUnsealer, type OpenedPart } from './unsealer.ts';
export { decodeTimedFrame, encodeTimedFrame, type TimedFrame } from './timed-frame.ts';
