import type { FacePolicy } from '@bonin/core';
import { BoothError } from '../../booth-error.ts';

/** What a matcher is told before its first chunk. */
export interface MatcherTerms {
  readonly info: Uint8Array<ArrayBuffer>;
  readonly facePolicy: FacePolicy;
}

/**
 * Reads the first message of the pipe.
 *
 * Not verified: the policy's numbers; the parent has parsed the policy document. Checked is only that
 * every block is there, so that nothing is decided by an absent threshold.
 *
 * @throws {BoothError} `PIPE_MESSAGE_MALFORMED`
 */
export function parseTerms(body: Uint8Array): MatcherTerms {
  const parsed = parseObject(new TextDecoder().decode(body));
  const info = parsed['info'];
  const policy = parsed['facePolicy'];
  if (typeof info !== 'string' || !isFacePolicy(policy)) throw malformed(body);
  return { info: Uint8Array.from(Buffer.from(info, 'base64url')), facePolicy: policy };

  function parseObject(text: string): Record<string, unknown> {
    try {
      const value: unknown = JSON.parse(text);
      if (isObject(value)) return value;
    } catch {
      // Falls through: the parser's own message would quote the text.
    }
    throw malformed(body);
  }
}

function isFacePolicy(value: unknown): value is FacePolicy {
  if (!isObject(value)) return false;
  const { comparison, pad, probeFrames, referenceQuality, probeQuality } = value;
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
    isObject(probeQuality)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(body: Uint8Array): BoothError {
  return new BoothError('PIPE_MESSAGE_MALFORMED', { length: body.length });
}
