export { auditExport, type AuditReport, type AuditRequest } from './audit.ts';
export {
  FINDINGS,
  type Finding,
  type FindingKind,
  type FindingName,
  type FindingPlace,
  type Verdict,
} from './finding.ts';
export {
  auditResult,
  parseTrustPolicy,
  readResultKeys,
  TrustPolicyError,
  type PolicyFloor,
  type ResultKeys,
  type ResultReport,
  type ResultRequest,
  type ThresholdFloor,
  type TrustPolicy,
} from './result.ts';
export { auditPage, type PageReport, type PageRequest } from './page/audit-page.ts';
export { parsePageManifest, type PageFile } from './page/page-manifest.ts';
