/** What whoever is to act on a result needs, in Node and in a browser alike: no file, no thread, no network. */
export { auditResult, type ResultReport, type ResultRequest } from './audit-result.ts';
export type { FindingName, Verdict } from './finding.ts';
export { readResultKeys, type ResultKeys } from './tokens.ts';
export {
  parseTrustPolicy,
  TrustPolicyError,
  type PolicyFloor,
  type ThresholdFloor,
  type TrustPolicy,
} from './trust/trust-policy.ts';
