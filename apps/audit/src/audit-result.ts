/** One result in the hands of whoever is to act on it: a mobile operator. */
import { CLOCK_TOLERANCE_MS, verifyReceipt, type WitnessPolicy } from '@bonin/ledger';
import { Findings, verdictOf, type Finding, type Verdict } from './finding.ts';
import { checkToken, readToken, type ResultKeys } from './tokens.ts';
import { judgeResult, type Claims } from './trust/judge-result.ts';
import type { TrustPolicy } from './trust/trust-policy.ts';

/** A result, and what its reader trusts. */
export interface ResultRequest {
  /** The compact JWS. */
  readonly token: string;
  readonly keys: ResultKeys;
  readonly trust: TrustPolicy;
  /** The receipt beside it, and whose signatures it needs. */
  readonly receipt?: { readonly text: string; readonly policy: WitnessPolicy };
  /** For a result that is only read, long after it could be acted on. */
  readonly isOfAnyAge?: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface ResultReport {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Present as soon as the signature holds, whatever else was found. */
  readonly claims?: Claims;
}

/** Results may be acted on for ten minutes, and for one more that clocks may differ. */
const EXPIRY_TOLERANCE_MS = 60_000;

/**
 * Checks a result: its signature, the verifier's trust policy and, if given, its receipt.
 *
 * Not verified: that it belongs to an order (`txn`, `registrationId`) and was not acted on before (`jti`); only who keeps
 * the orders can.
 */
export async function auditResult(request: ResultRequest): Promise<ResultReport> {
  const { token, keys, trust, now } = request;
  const findings = new Findings();
  const read = await readToken(token, keys);
  if (read.kind === 'wrong') {
    findings.add(read.name);
    return { verdict: verdictOf(findings), findings: findings.listed };
  }
  const { claims, kid } = read;
  for (const name of judgeResult(claims, kid, trust)) findings.add(name);
  if (request.isOfAnyAge !== true && !isFresh(claims, now)) findings.add('result-out-of-date');
  if (request.receipt !== undefined) await checkReceipt(request, request.receipt, findings);
  return { verdict: verdictOf(findings), findings: findings.listed, claims };
}

function isFresh({ iat, exp }: Claims, now: number): boolean {
  if (typeof iat !== 'number' || typeof exp !== 'number') return false;
  return now <= exp * 1000 + EXPIRY_TOLERANCE_MS && iat * 1000 <= now + CLOCK_TOLERANCE_MS;
}

async function checkReceipt(
  { token, keys, now }: ResultRequest,
  { text, policy }: NonNullable<ResultRequest['receipt']>,
  findings: Findings,
): Promise<void> {
  const verdict = await verifyReceipt({ receipt: text, policy, now });
  if (verdict.kind === 'could-not-check') findings.add('signature-not-verifiable');
  else if (verdict.kind === 'disproved') {
    const { fault } = verdict;
    const isMalformed = fault === 'receipt-malformed';
    findings.add(isMalformed ? 'receipt-malformed' : 'receipt-disproved', { fault });
  } else if (verdict.statement.kind === 'result') {
    // Whether the key was in use is told by the whole ledger, not by one receipt.
    const read = await checkToken(token, verdict.statement, { keys, isInUse: () => true });
    if (read.kind === 'wrong') findings.add(read.name);
  } else findings.add('token-unexpected');
}
