/** Holds the claims of a result, whose signature was verified, to a trust policy. */
import type { FindingName } from '../finding.ts';
import { holdThresholds, isIsolated } from './hold-to-floor.ts';
import { thresholdsOfClaim } from './told-thresholds.ts';
import type { TrustPolicy } from './trust-policy.ts';

export type Claims = Readonly<Record<string, unknown>>;

/**
 * What a trust policy has against a result.
 *
 * The floor is asked of a Y only: nobody is let in by an N.
 *
 * Not verified: the signature; whether the result belongs to an order, and whether it was acted on before.
 */
export function judgeResult(
  claims: Claims,
  kid: string,
  trust: TrustPolicy,
): readonly FindingName[] {
  const found: FindingName[] = [];
  if (!isAmong(claims['iss'], trust.issuer)) found.push('issuer-differs');
  if (!isAmong(claims['aud'], trust.audience)) found.push('audience-differs');
  if (!isOneOf(kid, trust.resultKeys)) found.push('result-key-not-trusted');
  if (!isOneOf(claims['buildDigest'], trust.builds)) found.push('build-unknown');
  if (!isOneOf(claims['modelDigest'], trust.models)) found.push('model-unknown');
  if (claims['result'] === 'Y') found.push(...judgeFloor(claims, trust));
  return found;
}

function judgeFloor(claims: Claims, { floor }: TrustPolicy): readonly FindingName[] {
  const found = [...holdThresholds(thresholdsOfClaim(claims['thresholds']), floor)];
  const { isolation, attackDetection } = claims;
  const measures = Array.isArray(isolation) ? (isolation as readonly unknown[]).map(String) : [];
  if (!isIsolated(measures, floor)) found.push('isolation-below-floor');
  const isAsked = floor.attackDetection === 'challenge-and-passive';
  if (isAsked && attackDetection !== 'challenge-and-passive') {
    found.push('attack-detection-below-floor');
  }
  return found;
}

function isAmong(value: unknown, wanted: string | undefined): boolean {
  return wanted === undefined || value === wanted;
}

function isOneOf(value: unknown, trusted: ReadonlySet<string> | undefined): boolean {
  return trusted === undefined || (typeof value === 'string' && trusted.has(value));
}
