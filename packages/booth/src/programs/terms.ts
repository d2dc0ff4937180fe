import {
  CHALLENGE_PIECES,
  POSES,
  SCREEN_COLOUR_NAMES,
  type ChallengePolicy,
  type ChallengeStep,
  type FacePolicy,
} from '@bonin/core';
import { keyToText, type SealInfo } from '@bonin/sealing';
import { BoothError } from '../booth-error.ts';

/** What a matcher is told before its first chunk. */
export interface MatcherTerms {
  readonly bound: SealInfo;
  readonly facePolicy: FacePolicy;
}

/**
 * Reads the first message of a matcher's pipe.
 *
 * Not verified: the policy's numbers; the parent has parsed the policy document. Checked is only that
 * every block is there, so that nothing is decided by an absent threshold.
 *
 * @throws {BoothError} `PIPE_MESSAGE_MALFORMED`
 */
export function parseTerms(body: Uint8Array, ownKey: Uint8Array): MatcherTerms {
  const { bound, facePolicy } = parseObject(body);
  if (!isSealInfo(bound) || bound.matcherKey !== keyToText(ownKey)) throw malformed(body);
  if (!isFacePolicy(facePolicy)) throw malformed(body);
  return { bound, facePolicy };
}

/**
 * Reads the first message of a reader's pipe.
 *
 * Not verified: what the capture is bound to; a card that was sealed under anything else does not open.
 *
 * @throws {BoothError} `PIPE_MESSAGE_MALFORMED`
 */
export function parseReaderTerms(body: Uint8Array, ownKey: Uint8Array): SealInfo {
  const { bound } = parseObject(body);
  if (!isSealInfo(bound) || bound.readerKey !== keyToText(ownKey)) throw malformed(body);
  return bound;
}

function parseObject(body: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    if (isObject(value)) return value;
  } catch {
    // Falls through: the parser's own message would quote the text.
  }
  throw malformed(body);
}

const BOUND_FIELDS = [
  'registrationId',
  'attemptId',
  'challenge',
  'buildDigest',
  'readerKey',
  'matcherKey',
] as const satisfies readonly (keyof SealInfo)[];

function isSealInfo(value: unknown): value is SealInfo {
  return isObject(value) && BOUND_FIELDS.every((field) => typeof value[field] === 'string');
}

/**
 * Reads a step of the challenge.
 *
 * Not verified: its times; the parent has drawn it under the policy.
 *
 * @throws {BoothError} `PIPE_MESSAGE_MALFORMED`
 */
export function parseStep(body: Uint8Array): ChallengeStep {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw malformed(body);
  }
  if (!isStep(value)) throw malformed(body);
  return value;
}

function isStep(value: unknown): value is ChallengeStep {
  if (!isObject(value)) return false;
  const { kind, holdMs, pose, colours, eachMs } = value;
  switch (kind) {
    case 'straight':
      return Number.isFinite(holdMs);
    case 'pose':
      return Number.isFinite(holdMs) && POSES.some((known) => known === pose);
    case 'colours':
      return (
        Number.isFinite(eachMs) &&
        Array.isArray(colours) &&
        colours.every((colour) => SCREEN_COLOUR_NAMES.some((known) => known === colour))
      );
    default:
      return false;
  }
}

function isFacePolicy(value: unknown): value is FacePolicy {
  if (!isObject(value)) return false;
  const { comparison, pad, probeFrames, referenceQuality, probeQuality, challenge } = value;
  return (
    isObject(comparison) &&
    Number.isFinite(comparison['minimum']) &&
    typeof comparison['scale'] === 'string' &&
    isObject(pad) &&
    Number.isFinite(pad['attackBelow']) &&
    Number.isFinite(pad['bonaFideFrom']) &&
    typeof pad['scale'] === 'string' &&
    isObject(probeFrames) &&
    Number.isInteger(probeFrames['minimum']) &&
    Number.isInteger(probeFrames['best']) &&
    Number.isFinite(probeFrames['spreadMs']) &&
    isObject(referenceQuality) &&
    isObject(probeQuality) &&
    (challenge === undefined || isChallengePolicy(challenge))
  );
}

/** That there is a block for every piece that is asked for: a piece without one would decide by nothing. */
function isChallengePolicy(value: unknown): value is ChallengePolicy {
  if (!isObject(value)) return false;
  const { pieces } = value;
  return (
    Array.isArray(pieces) &&
    pieces.length > 0 &&
    pieces.every((piece) => CHALLENGE_PIECES.some((known) => known === piece)) &&
    CHALLENGE_PIECES.every((piece) => isObject(value[piece]))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(body: Uint8Array): BoothError {
  return new BoothError('PIPE_MESSAGE_MALFORMED', { length: body.length });
}
