import { randomInt } from 'node:crypto';
import type {
  ChallengeFindings,
  ChallengeResult,
  FacePolicy,
  FaceQuality,
  GuidanceSymbol,
  PadResult,
  ProbeFindings,
} from '@bonin/core';
import { findLandmarks, fivePointsOf } from './alignment/face-mesh.ts';
import { eyeDistancePx } from './alignment/five-points.ts';
import { compareProbe } from './comparison/compare-probe.ts';
import type {
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
import type { FaceFeatures } from './features/face-features.ts';
import { openFeatureExtractor, type FeatureExtractor } from './features/feature-extractor.ts';
import { baseOf, openPyramid } from './image/raster.ts';
import { findFace, LEAST_PRESENCE, type Finder, type FoundFace } from './find-face.ts';
import { meanPadResult, scorePassively } from './pad/passive-score.ts';
import { assessQuality } from './quality/assess.ts';
import { guidanceFor } from './quality/guidance.ts';
import { usefulnessOf } from './quality/rank.ts';
import { openLiveExamination } from './live/live-examination.ts';
import type { CardPortrait } from './portrait/card-portrait.ts';
import { cutPortrait } from './portrait/cut-portrait.ts';
import type { Network } from './runtime/network.ts';
import { openNetworks, type OpenNetworks } from './runtime/open-networks.ts';
import { recognitionOf } from './recognition-of.ts';
import { timed } from './timing.ts';

/**
 * From pixels to findings.
 *
 * Here: the order of the steps, and what each kind of image goes through.
 * Not here: what the findings mean (core's `decideProbe`), and any face beyond one attempt: whoever opened
 * the engine ends the process.
 */

const NEAR_DETECTOR = 'blazeface-short-range';
const FAR_DETECTOR = 'rfb-320';
const LANDMARKS = 'face-mesh-468';
/** What works when nobody says otherwise; see docs/decisions/0101-recognition-networks.md and 0104. */
const SHIPPED = { recognition: 'fr-feature-bgr.70+mobilefacenet.30', pad: 'fr-liveness' };

/**
 * Opens an engine: loads the networks, checks their hashes and known answers.
 *
 * Erasing memory in JavaScript is not a control. What an engine has seen is erased by the end of its
 * process; disposing it only gives native memory back.
 *
 * @throws {EngineError} `MODEL_MISSING`, `MODEL_HASH_MISMATCH`, `MODEL_KNOWN_ANSWER_MISMATCH`,
 *   `MODEL_UNSUITABLE`, `MANIFEST_MALFORMED`
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { recognition: chosen = SHIPPED.recognition, pad = SHIPPED.pad } = options;
  const recognition = typeof chosen === 'string' ? recognitionOf(chosen) : chosen;
  const networks = await openNetworks(options, [
    NEAR_DETECTOR,
    FAR_DETECTOR,
    LANDMARKS,
    ...recognition.map(({ id }) => id),
    pad,
  ]);
  let pipeline: Pipeline;
  try {
    pipeline = assemble(networks, { recognition, pad }, options.onTiming);
  } catch (error) {
    await networks[Symbol.asyncDispose]();
    throw error;
  }
  return {
    recognitionModel: pipeline.extractor.modelId,
    padModel: pipeline.pad.id,
    modelDigest: networks.digest,
    acquireReference: (image, policy) => acquireReference(pipeline, image, policy),
    acquirePortrait: (portrait, policy) => acquirePortrait(pipeline, portrait, policy),
    acquireProbeFrame: (image, policy) => acquireProbeFrame(pipeline, image, policy),
    openLive: (policy, draw = randomInt) => openLiveExamination(pipeline, policy, draw),
    examine: (reference, frames, policy, challenge) =>
      examine(pipeline, reference, { frames, challenge }, policy),
    extract: (image, as) => extract(pipeline, image, as),
    locate: (image) => locate(pipeline, image),
    padScore: (image) => padScore(pipeline, image),
    [Symbol.asyncDispose]: () => networks[Symbol.asyncDispose](),
  };
}

/**
 * Opens what finds portraits on cards: the networks that find and place a face, and none that tells one from another.
 *
 * @throws {EngineError} as {@link openEngine} does
 */
export async function openPortraitReader(options: PortraitReaderOptions): Promise<PortraitReader> {
  const networks = await openNetworks(options, [NEAR_DETECTOR, FAR_DETECTOR, LANDMARKS]);
  const finder = finderOf(networks, options.onTiming);
  return {
    readPortrait: (image) => readPortrait(finder, image),
    [Symbol.asyncDispose]: () => networks[Symbol.asyncDispose](),
  };
}

function finderOf(networks: OpenNetworks, onTiming: PortraitReaderOptions['onTiming']): Finder {
  return {
    detectors: { near: networks.get(NEAR_DETECTOR), far: networks.get(FAR_DETECTOR) },
    landmarks: networks.get(LANDMARKS),
    onTiming: onTiming ?? (() => undefined),
  };
}

function assemble(
  networks: OpenNetworks,
  { recognition, pad }: { readonly recognition: readonly RecognitionPart[]; readonly pad: string },
  onTiming: EngineOptions['onTiming'],
): Pipeline {
  return {
    ...finderOf(networks, onTiming),
    extractor: openFeatureExtractor(
      recognition.map(({ id, share }) => ({ network: networks.get(id), share })),
    ),
    pad: networks.get(pad),
  };
}

interface Pipeline extends Finder {
  readonly extractor: FeatureExtractor;
  readonly pad: Network;
}

/** Through the cut, as in two booths, so that what is measured of one is true of the other. */
async function acquireReference(
  pipeline: Pipeline,
  image: Uint8Array,
  policy: FacePolicy,
): Promise<AcquireReferenceOutcome> {
  const outcome = await readPortrait(pipeline, image);
  return outcome.kind === 'read' ? acquirePortrait(pipeline, outcome.portrait, policy) : outcome;
}

async function readPortrait(finder: Finder, image: Uint8Array): Promise<ReadPortraitOutcome> {
  const outcome = await findFace(finder, image, 'reference');
  if (outcome.kind !== 'found') return refusal(outcome.kind);
  const portrait = await timed(finder, 'cut', () => cutPortrait(outcome.face));
  return { kind: 'read', portrait };
}

async function acquirePortrait(
  pipeline: Pipeline,
  portrait: CardPortrait,
  policy: FacePolicy,
): Promise<AcquireReferenceOutcome> {
  const { raster, cut, detected, quarterTurns, secondFaceShare } = portrait;
  const pyramid = openPyramid(raster, cut);
  const mesh = await timed(pipeline, 'landmarks', () =>
    findLandmarks(pipeline.landmarks, pyramid, detected),
  );
  if (!(mesh.presence >= LEAST_PRESENCE)) return refusal('no-face');
  const upright = (quarterTurns * Math.PI) / 2;
  const face = { pyramid, mesh, upright, secondFaceShare };
  const quality = await assess(pipeline, face);
  const guidance = guidanceFor(quality, policy.referenceQuality);
  if (guidance !== undefined) return { kind: 'refused', guidance };
  const features = await featuresOf(pipeline, face);
  return { kind: 'acquired', reference: { features, quality } };
}

async function acquireProbeFrame(
  pipeline: Pipeline,
  image: Uint8Array,
  policy: FacePolicy,
): Promise<AcquireProbeFrameOutcome> {
  const outcome = await findFace(pipeline, image, 'probe');
  if (outcome.kind !== 'found') return refusal(outcome.kind);
  const { pyramid, mesh } = outcome.face;
  const quality = await assess(pipeline, outcome.face);
  const guidance = guidanceFor(quality, policy.probeQuality);
  if (guidance !== undefined) return { kind: 'refused', guidance };
  return { kind: 'acquired', frame: { pyramid, mesh, quality } };
}

function refusal(kind: 'no-face' | 'unreadable'): {
  readonly kind: 'refused';
  readonly guidance: GuidanceSymbol;
} {
  return { kind: 'refused', guidance: kind === 'no-face' ? 'no-face' : 'image-unreadable' };
}

async function examine(
  pipeline: Pipeline,
  reference: Reference,
  {
    frames,
    challenge: answered,
  }: {
    readonly frames: readonly ProbeFrame[];
    readonly challenge: ChallengeFindings | undefined;
  },
  { comparison, probeFrames }: FacePolicy,
): Promise<ProbeFindings> {
  const challenge: ChallengeResult =
    answered === undefined ? { kind: 'not-asked' } : { kind: 'answered', findings: answered };
  if (frames.length === 0 || frames.length < probeFrames.minimum) {
    return {
      comparison: { kind: 'not-evaluated', reason: 'too-few-frames' },
      pad: { kind: 'not-evaluated', reason: 'sample-unsuitable' },
      challenge,
    };
  }
  // All of them: nobody gets out of the comparison by being the less useful picture.
  const views: FaceFeatures[] = [];
  const scores: PadResult[] = [];
  // Under a challenge the straight frames come first; turned and coloured ones are not what the passive score knows.
  const ordered = answered === undefined ? mostUsefulFirst(frames) : frames;
  const scored = answered === undefined ? ordered.length : probeFrames.best;
  for (const [place, frame] of ordered.entries()) {
    views.push(await featuresOf(pipeline, frame));
    if (place >= scored) continue;
    const { pyramid, mesh } = frame;
    scores.push(await timed(pipeline, 'pad', () => scorePassively(pipeline.pad, pyramid, mesh)));
  }
  const score = compareProbe(views, reference.features, {
    averaged: probeFrames.best,
    leastAgreement: comparison.minimum,
  });
  return { comparison: { kind: 'evaluated', score }, pad: meanPadResult(scores), challenge };
}

function mostUsefulFirst(frames: readonly ProbeFrame[]): readonly ProbeFrame[] {
  return frames.toSorted((one, other) => usefulnessOf(other.quality) - usefulnessOf(one.quality));
}

async function extract(
  pipeline: Pipeline,
  image: Uint8Array,
  as: 'reference' | 'probe',
): Promise<ExtractOutcome> {
  const outcome = await findFace(pipeline, image, as);
  if (outcome.kind !== 'found') return { kind: outcome.kind };
  return {
    kind: 'extracted',
    features: await featuresOf(pipeline, outcome.face),
    quality: await assess(pipeline, outcome.face),
    eyeDistancePx: eyeDistancePx(fivePointsOf(outcome.face.mesh)),
  };
}

async function locate(pipeline: Pipeline, image: Uint8Array): Promise<LocateOutcome> {
  const outcome = await findFace(pipeline, image, 'reference');
  if (outcome.kind !== 'found') return { kind: outcome.kind };
  const { width, height, pixels } = baseOf(outcome.face.pyramid);
  return { kind: 'located', width, height, rgb: pixels, points: outcome.face.mesh.points };
}

async function padScore(pipeline: Pipeline, image: Uint8Array): Promise<PadResult> {
  const outcome = await findFace(pipeline, image, 'probe');
  if (outcome.kind !== 'found') return { kind: 'not-evaluated', reason: 'sample-unsuitable' };
  const { pyramid, mesh } = outcome.face;
  return timed(pipeline, 'pad', () => scorePassively(pipeline.pad, pyramid, mesh));
}

function featuresOf(
  pipeline: Pipeline,
  { pyramid, mesh }: Pick<FoundFace, 'pyramid' | 'mesh'>,
): Promise<FaceFeatures> {
  return timed(pipeline, 'features', () => pipeline.extractor.extract(pyramid, fivePointsOf(mesh)));
}

function assess(pipeline: Pipeline, face: FoundFace): Promise<FaceQuality> {
  return timed(pipeline, 'quality', () => assessQuality(face));
}
