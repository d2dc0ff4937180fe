export { auditResult, type ResultReport, type ResultRequest } from './audit-result.ts';
export { auditExport, type AuditReport, type AuditRequest } from './audit.ts';
export {
  FINDINGS,
  type Finding,
  type FindingKind,
  type FindingName,
  type FindingPlace,
  type Verdict,
} from './finding.ts';
export { readResultKeys, type ResultKeys } from './tokens.ts';
export {
  parseTrustPolicy,
  TrustPolicyError,
  type PolicyFloor,
  type ThresholdFloor,
  type TrustPolicy,
} from './trust/trust-policy.ts';
export { auditPage, type PageReport, type PageRequest } from './page/audit-page.ts';
export { parsePageManifest, type PageFile } from './page/page-manifest.ts';
