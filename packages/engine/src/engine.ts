import type {
  ChallengeFindings,
  DrawNumber,
  FacePolicy,
  FaceQuality,
  GuidanceSymbol,
  ModelId,
  PadResult,
  ProbeFindings,
} from '@bonin/core';
import type { FaceMesh } from './alignment/face-mesh.ts';
import type { FaceFeatures } from './features/face-features.ts';
import type { Pyramid } from './image/raster.ts';
import type { LiveExamination } from './live/live-examination.ts';
import type { CardPortrait } from './portrait/card-portrait.ts';

/** What turns the pixels of one attempt into findings; opened by `openEngine`. */
export interface Engine extends AsyncDisposable {
  readonly recognitionModel: ModelId;
  readonly padModel: ModelId;
  /** SHA-256, hexadecimal, over ids and hashes of the networks in use. */
  readonly modelDigest: string;

  /**
   * Acquires the portrait of a photographed card as the reference.
   *
   * Verified so far: it is a face and reaches the policy's floor.
   * Not verified: that the card is one, is real, or is the applicant's.
   * Personal data: returns features, keeps none.
   */
  acquireReference(image: Uint8Array, policy: FacePolicy): Promise<AcquireReferenceOutcome>;

  /**
   * Acquires a portrait that was cut out of a card elsewhere as the reference: the second half of {@link acquireReference},
   * for whoever must not see the card.
   *
   * Not verified: that it is of a card; whoever cut it vouches for that.
   * Personal data: reads a face; returns features, keeps none.
   */
  acquirePortrait(portrait: CardPortrait, policy: FacePolicy): Promise<AcquireReferenceOutcome>;

  /**
   * Acquires one live frame: a single face that reaches the policy's floor.
   *
   * Features are not extracted yet; {@link examine} does that.
   *
   * Not verified: that the frame comes from a camera.
   * Personal data: returns pixels and landmarks, keeps none.
   */
  acquireProbeFrame(image: Uint8Array, policy: FacePolicy): Promise<AcquireProbeFrameOutcome>;

  /**
   * Opens the examination of one capture that answers a challenge.
   *
   * @param draw - when frames are compared while colours are shown; from the system's source of random numbers when absent
   */
  openLive(policy: FacePolicy, draw?: DrawNumber): LiveExamination;

  /**
   * Examines frames of one probe against the reference: features and attack score of each of them.
   *
   * Too few frames make a comparison that was not evaluated, never a low score.
   *
   * Personal data: reads reference and frames; returns findings, which must not leave the booth.
   */
  examine(
    reference: Reference,
    frames: readonly ProbeFrame[],
    policy: FacePolicy,
    challenge?: ChallengeFindings,
  ): Promise<ProbeFindings>;

  /**
   * For evaluation: the features of the largest face, without any floor.
   *
   * Personal data: returns features, which identify.
   */
  extract(image: Uint8Array, as: 'reference' | 'probe'): Promise<ExtractOutcome>;

  /**
   * For evaluation: the decoded picture and the landmarks of its largest face, without any floor.
   *
   * Personal data: returns pixels and the shape of a face.
   */
  locate(image: Uint8Array): Promise<LocateOutcome>;

  /** The passive attack score of one image; not evaluated when it shows no face. */
  padScore(image: Uint8Array): Promise<PadResult>;
}

/** What finds the portrait of a card and knows nothing of comparing; opened by `openPortraitReader`. */
export interface PortraitReader extends AsyncDisposable {
  /**
   * Finds the portrait of a photographed card and cuts it out.
   *
   * Verified so far: detectors and landmarks agree that there is a face.
   * Not verified: its quality, that the card is one, is real, or is the applicant's.
   * Personal data: reads a card; returns pixels of the portrait, keeps none.
   */
  readPortrait(image: Uint8Array): Promise<ReadPortraitOutcome>;
}

export type ReadPortraitOutcome =
  | { readonly kind: 'read'; readonly portrait: CardPortrait }
  | { readonly kind: 'refused'; readonly guidance: GuidanceSymbol };

export interface PortraitReaderOptions {
  readonly manifestFile: string;
  readonly modelFolder: string;
  /** Told how long each stage took, in milliseconds of wall time; never anything else. */
  readonly onTiming?: (stage: string, ms: number) => void;
}

export interface EngineOptions extends PortraitReaderOptions {
  /**
   * Networks of the manifest to recognize with: a scale as a policy names it, or the share of each; the
   * shares make one. The shipped ones when absent.
   *
   * Another choice is another scale: it needs its own calibration and a policy that names it.
   */
  readonly recognition?: string | readonly RecognitionPart[];
  /** The network of the manifest for the passive attack score. The shipped one when absent. */
  readonly pad?: string;
}

export interface RecognitionPart {
  readonly id: string;
  readonly share: number;
}

/** Personal data: identifies the data subject of the card. */
export interface Reference {
  readonly features: FaceFeatures;
  readonly quality: FaceQuality;
}

/** Personal data: holds the pixels of one live frame. */
export interface ProbeFrame {
  readonly pyramid: Pyramid;
  readonly mesh: FaceMesh;
  readonly quality: FaceQuality;
}

export type AcquireReferenceOutcome =
  | { readonly kind: 'acquired'; readonly reference: Reference }
  | { readonly kind: 'refused'; readonly guidance: GuidanceSymbol };

export type AcquireProbeFrameOutcome =
  | { readonly kind: 'acquired'; readonly frame: ProbeFrame }
  | { readonly kind: 'refused'; readonly guidance: GuidanceSymbol };

export type LocateOutcome =
  | {
      readonly kind: 'located';
      readonly width: number;
      readonly height: number;
      /** Red, green, blue, interleaved, rows from the top. */
      readonly rgb: Uint8Array;
      /** 468 × (x, y, z): x to the right, y down, z away from the camera, in pixels of the picture. */
      readonly points: Float32Array;
    }
  | { readonly kind: 'no-face' }
  | { readonly kind: 'unreadable' };

export type ExtractOutcome =
  | {
      readonly kind: 'extracted';
      readonly features: FaceFeatures;
      readonly quality: FaceQuality;
      readonly eyeDistancePx: number;
    }
  | { readonly kind: 'no-face' }
  | { readonly kind: 'unreadable' };
