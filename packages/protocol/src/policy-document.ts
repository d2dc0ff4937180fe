import {
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
