import {
  CHALLENGE_PIECES,
  CHALLENGE_PROFILES,
  CHALLENGE_STEPS_MOST,
  CHANNELS,
  COLOURS_WITHIN_MS,
  PROBE_FRAMES_MAX,
  QUALITY_COMPONENTS,
  milliseconds,
  parseCalibrationId,
  parseModelId,
  type DecisionPolicy,
  type QualityFloor,
} from '@bonin/core';
import { z } from 'zod';
import { ProtocolError } from './protocol-error.ts';

const modelId = z.string().transform((text) => parseModelId(text));
const calibrationId = z.string().transform((text) => parseCalibrationId(text));
const duration = z.int().positive().transform(milliseconds);
const cosine = z.number().gt(-1).lt(1);
const share = z.number().min(0).max(1);

const qualityFloor = z
  .partialRecord(z.enum(QUALITY_COMPONENTS), z.number().min(0).max(100))
  .transform((floor): QualityFloor => floor as QualityFloor);

const count = z.int().min(0).max(1_000);
const outline = z
  .strictObject({
    straightMs: z.int().min(300).max(5_000),
    poses: z.int().min(0).max(6),
    holdFromMs: z.int().min(100).max(3_000),
    holdToMs: z.int().min(100).max(3_000),
    colours: z.int().min(0).max(20),
    // Not more than three changes a second (WCAG 2.2, 2.3.1).
    colourMs: z.int().min(340).max(3_000),
    poseLimitMs: z.int().min(1_000).max(30_000),
  })
  .refine(({ holdFromMs, holdToMs }) => holdFromMs <= holdToMs)
  .refine(({ poses, colours }) => poses + colours > 0)
  .refine(({ poses, colours }) => 1 + poses + Math.min(1, colours) <= CHALLENGE_STEPS_MOST);

const evidence = z
  .strictObject({
    calibration: calibrationId,
    pieces: z.array(z.enum(CHALLENGE_PIECES)).min(1),
    poses: z.strictObject({ least: count, astrayMax: count }),
    continuity: z.strictObject({ jumpsMax: count, leapsMax: count, lostMax: count }),
    relief: z
      .strictObject({
        flatBelow: z.number().min(0),
        solidFrom: z.number().min(0),
        sheetBelow: z.number().min(0),
        sheetFrom: z.number().min(0),
      })
      .refine(({ flatBelow, solidFrom }) => flatBelow <= solidFrom)
      .refine(({ sheetBelow, sheetFrom }) => sheetBelow <= sheetFrom),
    colours: z
      .strictObject({
        explainedFrom: share,
        wrongMax: count,
        strengthFrom: z.number().min(0),
        behindShareMax: z.number().min(0),
        behindNearFrom: z.number().min(0),
        patchShareFrom: share.exactOptional(),
        lateMaxMs: z.int().min(0).max(COLOURS_WITHIN_MS).exactOptional(),
      })
      .refine(({ behindShareMax, behindNearFrom }) => behindShareMax <= behindNearFrom),
    capture: z.strictObject({ frozenMax: count, misdatedMax: count }),
  })
  // A piece named twice would look like two.
  .refine(({ pieces }) => new Set(pieces).size === pieces.length);

const challengeProfile = z
  .strictObject({ channels: z.array(z.enum(CHANNELS)).min(1), outline, evidence })
  // What is asked is looked at, and nothing is looked for that was not asked.
  .refine(({ outline: { poses, colours }, evidence: { pieces, ...evidence } }) => {
    const asks = { poses: poses > 0, colours: colours > 0, continuity: true, capture: true };
    const isLookedAt = Object.entries(asks).every(
      ([piece, isAsked]) => pieces.some((one) => one === piece) === isAsked,
    );
    const reliefIsThere = poses > 0 || !pieces.includes('relief');
    // Where nobody turns, only the light all over a face tells it from a mirroring picture.
    const patchesAreThere = poses > 0 || evidence.colours.patchShareFrom !== undefined;
    return isLookedAt && reliefIsThere && patchesAreThere && evidence.poses.least <= poses;
  });

const decisionPolicy = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  version: z.int().positive(),
  face: z.strictObject({
    comparison: z.strictObject({ minimum: cosine, scale: modelId, calibration: calibrationId }),
    pad: z
      .strictObject({
        attackBelow: share,
        bonaFideFrom: share,
        scale: modelId,
        calibration: calibrationId,
      })
      .refine((pad) => pad.attackBelow <= pad.bonaFideFrom),
    referenceQuality: qualityFloor,
    probeQuality: qualityFloor,
    probeFrames: z
      .strictObject({
        minimum: z.int().min(1).max(PROBE_FRAMES_MAX),
        best: z.int().min(1).max(PROBE_FRAMES_MAX),
        spreadMs: z.int().min(0).max(30_000),
      })
      .refine((frames) => frames.best <= frames.minimum),
  }),
  attempts: z.strictObject({
    attemptsMax: z.int().min(1).max(10),
    challengeLifetime: duration,
    captureTimeLimit: duration,
    registrationLifetime: duration,
    unusableCapturesMax: z.int().min(1).max(100),
  }),
  challenges: z
    .partialRecord(z.enum(CHALLENGE_PROFILES), challengeProfile)
    .refine((profiles) => Object.keys(profiles).length > 0)
    .exactOptional(),
});

/**
 * Reads a policy document.
 *
 * Not verified: a signature (documents are trusted as files of this installation for now), and that
 * the calibration report it names exists.
 *
 * @throws {ProtocolError} `POLICY_MALFORMED`, naming the member
 * @see docs/formats/policy.md
 */
export function parseDecisionPolicy(json: unknown): DecisionPolicy {
  let parsed;
  try {
    parsed = decisionPolicy.safeParse(json);
  } catch (cause) {
    throw new ProtocolError('POLICY_MALFORMED', {}, { cause });
  }
  if (!parsed.success) {
    const member = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
    throw new ProtocolError('POLICY_MALFORMED', { member });
  }
  return parsed.data;
}
