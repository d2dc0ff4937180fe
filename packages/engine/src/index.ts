export { EngineError, isImageError, type EngineErrorCode } from './engine-error.ts';
export { openEngine, openPortraitReader } from './pipeline.ts';
export { recognitionOf } from './recognition-of.ts';
export type {
  AcquireProbeFrameOutcome,
  AcquireReferenceOutcome,
  Engine,
  EngineOptions,
  ExtractOutcome,
  LocateOutcome,
  PortraitReader,
  PortraitReaderOptions,
  ProbeFrame,
  ReadPortraitOutcome,
  RecognitionPart,
  Reference,
} from './engine.ts';
export type { LiveExamination, LiveObservation, LiveTaken } from './live/live-examination.ts';
export type { FrameTimes } from './live/capture-times.ts';
export { compare } from './comparison/compare.ts';
export type { CardPortrait } from './portrait/card-portrait.ts';
export { decodePortrait, encodePortrait, PORTRAIT_BYTES_MAX } from './portrait/portrait-bytes.ts';
export type { FaceFeatures } from './features/face-features.ts';
