export { auditExport, type AuditReport, type AuditRequest } from './audit.ts';
export {
  FINDINGS,
  type Finding,
  type FindingKind,
  type FindingName,
  type FindingPlace,
} from './finding.ts';
