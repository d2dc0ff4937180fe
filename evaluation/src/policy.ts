import type { ComparisonThreshold, DecisionPolicy, FacePolicy } from '@bonin/core';
import { parseDecisionPolicy } from '@bonin/protocol';
import { readFile } from 'node:fs/promises';
import { EvaluationError } from './evaluation-error.ts';

/**
 * Reads a policy document.
 *
 * @throws {EvaluationError} `POLICY_UNUSABLE`
 */
export async function readPolicy(policyFile: string): Promise<DecisionPolicy> {
  try {
    return parseDecisionPolicy(JSON.parse(await readFile(policyFile, 'utf8')));
  } catch (cause) {
    throw new EvaluationError('POLICY_UNUSABLE', {}, { cause });
  }
}

/**
 * Reads the block of a policy document that speaks of faces.
 *
 * @throws {EvaluationError} `POLICY_UNUSABLE`
 */
export async function readFacePolicy(policyFile: string): Promise<FacePolicy> {
  return (await readPolicy(policyFile)).face;
}

/**
 * Reads the shipped operating point of comparisons.
 *
 * @throws {EvaluationError} `POLICY_UNUSABLE`
 */
export async function readComparisonThreshold(policyFile: string): Promise<ComparisonThreshold> {
  return (await readFacePolicy(policyFile)).comparison;
}
