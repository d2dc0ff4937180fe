import type { FacePolicy } from '@bonin/core';
import { parseDecisionPolicy } from '@bonin/protocol';
import { readFile } from 'node:fs/promises';
import { CliError } from './cli-error.ts';

/** @throws {CliError} `POLICY_UNUSABLE` */
export async function readFacePolicy(file: string): Promise<FacePolicy> {
  try {
    return parseDecisionPolicy(JSON.parse(await readFile(file, 'utf8'))).face;
  } catch {
    throw new CliError('POLICY_UNUSABLE');
  }
}

/**
 * The policy for as many frames as there are: someone who gives one picture asks about that picture.
 *
 * Thresholds stay as they are; they were measured for the policy's number of frames. How
 * far the frames lie apart is not asked: pictures out of files have no time of arrival.
 */
export function forFrames(policy: FacePolicy, frames: number): FacePolicy {
  const minimum = Math.min(policy.probeFrames.minimum, frames);
  const best = Math.min(policy.probeFrames.best, minimum);
  return { ...policy, probeFrames: { minimum, best, spreadMs: 0 } };
}
