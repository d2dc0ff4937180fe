import {
  auditResult,
  readResultKeys,
  type FindingName,
  type ResultReport,
  type TrustPolicy,
} from '@bonin/audit/result';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { commitToOrder } from './order-commitment.ts';

/** What a carrier checks before it acts on a result: that it is of its order, and what its trust policy asks. */
export const CHECKS = [
  'signature',
  'registration',
  'order',
  'issuer',
  'audience',
  'freshness',
  'result-key',
  'build',
  'networks',
  'thresholds',
  'isolation',
  'attack-detection',
  'receipt',
] as const;
export type Check = (typeof CHECKS)[number];

/**
 * `not-checked`: it cannot be told here, or not yet; it says nothing for or against the result. `not-asked`: the trust policy asks
 * nothing of that, or nothing of an N.
 */
export type CheckFinding = 'holds' | 'fails' | 'not-checked' | 'not-asked';

export interface CheckedResult {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly checks: Readonly<Record<Check, CheckFinding>>;
  readonly report: ResultReport;
}

export interface CheckResult {
  readonly token: string;
  /** Proof that the result stands in the ledger; it comes a moment after the token. */
  readonly receipt: string | undefined;
  /** The JWK set that the service publishes. */
  readonly keySet: unknown;
  readonly trust: TrustPolicy;
  readonly registrationId: string;
  readonly orderReference: string;
  readonly orderSalt: string;
  readonly now: Date;
}

/** What may be said of a result after it was checked. */
export type ReadAnswer =
  | { readonly kind: 'answered'; readonly answer: 'Y' | 'N'; readonly ground: string | undefined }
  | { readonly kind: 'receipt-awaited' }
  | { readonly kind: 'not-checked' }
  | { readonly kind: 'out-of-date' }
  | { readonly kind: 'below-floor' }
  | { readonly kind: 'not-trusted' };

/** Findings of a result, and the check that each belongs to. */
const CHECK_OF: Partial<Record<FindingName, Check>> = {
  'token-key-unknown': 'signature',
  'token-signature-invalid': 'signature',
  'issuer-differs': 'issuer',
  'audience-differs': 'audience',
  'result-out-of-date': 'freshness',
  'result-key-not-trusted': 'result-key',
  'build-unknown': 'build',
  'model-unknown': 'networks',
  'threshold-below-floor': 'thresholds',
  'scale-without-floor': 'thresholds',
  'threshold-not-told': 'thresholds',
  'isolation-below-floor': 'isolation',
  'attack-detection-below-floor': 'attack-detection',
  'receipt-malformed': 'receipt',
  'receipt-disproved': 'receipt',
  'token-unexpected': 'receipt',
  'token-differs': 'receipt',
  'token-contradicts-statement': 'receipt',
};

const OF_THE_FLOOR: readonly Check[] = ['thresholds', 'isolation', 'attack-detection'];

/** What fails of a result that is genuine. */
const MILDER: readonly Check[] = [...OF_THE_FLOOR, 'freshness'];

/**
 * Checks a result offline: with the published keys, the carrier's trust policy, and the receipt where there is one.
 *
 * What is shown is decoded in any case; whether it may be believed is in `checks`.
 *
 * Not verified: that the result was not acted on before (`jti`). Only a back end that remembers can.
 *
 * @throws when the token is no JWS at all
 * @see docs/formats/verification-result.md, “Checking a result”, and docs/formats/trust-policy.md
 */
export async function checkResult(request: CheckResult): Promise<CheckedResult> {
  const { token, trust, receipt, now } = request;
  const header = decodeProtectedHeader(token);
  const claims = decodeJwt(token);
  const report = await auditResult({
    token,
    keys: (await readResultKeys(request.keySet)) ?? new Map(),
    trust,
    ...(trust.ledger === undefined || receipt === undefined
      ? {}
      : { receipt: { text: receipt, policy: trust.ledger } }),
    now: now.getTime(),
  });
  const commitment = await commitToOrder(request.orderSalt, request.orderReference);
  const isSigned = report.claims !== undefined;
  const findingOf = (check: Check): CheckFinding => {
    if (!isSigned && check !== 'signature') return 'not-checked';
    if (check === 'registration')
      return finding(claims['registrationId'] === request.registrationId);
    if (check === 'order') return finding(claims['txn'] === commitment);
    const kinds = report.findings
      .filter(({ name }) => checkOf(name, isSigned) === check)
      .map(({ kind }) => kind);
    if (kinds.some((kind) => kind !== 'could-not-check')) return 'fails';
    if (kinds.length > 0) return 'not-checked';
    if (!isAsked(check, trust, claims['result'])) return 'not-asked';
    return check === 'receipt' && receipt === undefined ? 'not-checked' : 'holds';
  };
  const checks = Object.fromEntries(CHECKS.map((check) => [check, findingOf(check)]));
  return { header: { ...header }, claims, checks: checks as Record<Check, CheckFinding>, report };
}

/** The answer of a result, from what was signed, and only when everything that was asked of it holds. */
export function readAnswer({ checks, report }: CheckedResult): ReadAnswer {
  const those = (finding: CheckFinding) => CHECKS.filter((check) => checks[check] === finding);
  const [failing, open] = [those('fails'), those('not-checked')];
  // A finding that belongs to no check counts as well.
  const isUntold = report.findings.some(({ name }) => checkOf(name, true) === undefined);
  if (isUntold || failing.some((check) => !MILDER.includes(check))) return { kind: 'not-trusted' };
  if (failing.some((check) => check !== 'freshness')) return { kind: 'below-floor' };
  if (open.some((check) => check !== 'receipt')) return { kind: 'not-checked' };
  if (failing.length > 0) return { kind: 'out-of-date' };
  if (open.length > 0)
    return { kind: report.verdict === 'holds' ? 'receipt-awaited' : 'not-checked' };
  const { result: answer, ground } = report.claims ?? {};
  if (answer !== 'Y' && answer !== 'N') return { kind: 'not-trusted' };
  return { kind: 'answered', answer, ground: typeof ground === 'string' ? ground : undefined };
}

function checkOf(name: FindingName, isSigned: boolean): Check | undefined {
  // Of the token, or of the receipt that is looked at once the token is read.
  if (name === 'signature-not-verifiable') return isSigned ? 'receipt' : 'signature';
  return CHECK_OF[name];
}

function isAsked(check: Check, trust: TrustPolicy, answer: unknown): boolean {
  const { issuer, audience, resultKeys, builds, models, floor, ledger } = trust;
  // Nobody is let in by an N.
  if (OF_THE_FLOOR.includes(check) && answer !== 'Y') return false;
  switch (check) {
    case 'issuer':
      return issuer !== undefined;
    case 'audience':
      return audience !== undefined;
    case 'result-key':
      return resultKeys !== undefined;
    case 'build':
      return builds !== undefined;
    case 'networks':
      return models !== undefined;
    case 'thresholds':
      return floor.thresholds.length > 0;
    case 'isolation':
      return floor.isolation.length > 0;
    case 'attack-detection':
      return floor.attackDetection === 'challenge-and-passive';
    case 'receipt':
      return ledger !== undefined;
    case 'signature':
    case 'registration':
    case 'order':
    case 'freshness':
      return true;
  }
}

function finding(holds: boolean): CheckFinding {
  return holds ? 'holds' : 'fails';
}
