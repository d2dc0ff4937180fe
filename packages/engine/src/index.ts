export { EngineError, isImageError, type EngineErrorCode } from './engine-error.ts';
export { openEngine } from './pipeline.ts';
export { recognitionOf } from './recognition-of.ts';
export type {
  AcquireProbeFrameOutcome,
  AcquireReferenceOutcome,
  Engine,
  EngineOptions,
  ExtractOutcome,
  LocateOutcome,
  ProbeFrame,
  RecognitionPart,
  Reference,
} from './engine.ts';
export { compare } from './comparison/compare.ts';
export type { FaceFeatures } from './features/face-features.ts';
