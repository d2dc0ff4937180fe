/** The whole audit of an export. */
import { areEqual, type WitnessPolicy } from '@bonin/ledger';
import { EXPORT_FILES } from '@bonin/ledger/log';
import { join } from 'node:path';
import {
  readAbout,
  readCheckpoints,
  readJson,
  readOpenings,
  readTokens,
  type AboutExport,
} from './export-folder.ts';
import { Findings, verdictOf, type Finding, type FindingName, type Verdict } from './finding.ts';
import { Openings } from './openings.ts';
import { readOutsideEvidence, type OutsideEvidence } from './outside-evidence.ts';
import { readHistory, type SignedHistory } from './signed-history.ts';
import { StatementRules } from './statement-rules.ts';
import { rebuildTree } from './stored-tree.ts';
import { TokensAlong } from './tokens-along.ts';
import { readResultKeys, type ResultKeys } from './tokens.ts';
import { ASK_NOTHING, type TrustPolicy } from './trust/trust-policy.ts';

/** What is audited, and what the auditor knows already. */
export interface AuditRequest {
  /** The folder of the export. */
  readonly folder: string;
  /** The auditor's own, never the export's. */
  readonly policy: WitnessPolicy;
  /** Digests of builds that the auditor knows; `any` when it was decided not to check. */
  readonly builds: ReadonlySet<string> | 'any' | undefined;
  /** What is asked beside that; nothing when absent. */
  readonly trust?: Omit<TrustPolicy, 'builds' | 'ledger'>;
  /** Files of checkpoints of this log that the auditor kept. */
  readonly known?: readonly string[];
  /** A folder of receipts that people hold. */
  readonly receiptFolder?: string;
  /** How old the last cosignature may be, in milliseconds; any age when absent. */
  readonly freshWithin?: number;
  /** A JWK set of the auditor's own in place of the export's. */
  readonly keySet?: unknown;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface AuditReport {
  readonly verdict: Verdict;
  /** At most twenty of each name. */
  readonly findings: readonly Finding[];
  /** How often each name was found. */
  readonly found: Readonly<Partial<Record<FindingName, number>>>;
  /** How much was gone through. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Audits an export: everything in it against everything else, against the policy, and against what the auditor kept.
 *
 * Not verified: that statements are true; what was never put into the log; leaves whose salt was destroyed, beyond
 * their being where they were signed.
 */
export async function auditExport(request: AuditRequest): Promise<AuditReport> {
  const findings = new Findings();
  const about = await readAbout(request.folder);
  if (about === undefined) return reportOf(findings, 'export-unreadable', { file: 1 });
  const keySet = request.keySet ?? (await readJson(join(request.folder, EXPORT_FILES.keys)));
  const keys = await readResultKeys(keySet);
  if (keys === undefined) return reportOf(findings, 'export-unreadable', { file: 2 });
  // What was named on the command line and is not there is no fault of the export.
  const outside = await readOutsideEvidence({
    known: request.known ?? [],
    receiptFolder: request.receiptFolder,
    policy: request.policy,
    origin: about.origin,
    now: request.now,
    findings,
  });
  try {
    return await auditRead(request, { about, keys, keySet, outside, findings });
  } catch (error) {
    // A list that is not there, or a file that cannot be read.
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return reportOf(findings, 'export-unreadable', { file: 3 });
  }
}

async function auditRead(
  request: AuditRequest,
  {
    about,
    keys,
    keySet,
    outside,
    findings,
  }: {
    about: AboutExport;
    keys: ResultKeys;
    keySet: unknown;
    outside: OutsideEvidence;
    findings: Findings;
  },
): Promise<AuditReport> {
  const { folder, policy, builds } = request;
  const { origin, size } = about;
  const history = await readHistory(readCheckpoints(folder), { policy, origin, findings });
  checkHead(request, { history, outside, size, findings });
  if (builds === undefined) findings.add('builds-not-given');

  const { trust = ASK_NOTHING } = request;
  const rules = new StatementRules(findings, history.times, {
    ...trust,
    builds: builds === 'any' ? undefined : builds,
  });
  const openings = new Openings(readOpenings(folder), findings);
  const tokens = new TokensAlong(readTokens(folder), {
    keys,
    keySet,
    asked: askedOfTokens(trust),
    rules,
    findings,
  });
  const received = Map.groupBy(outside.leaves, ({ index }) => index);
  const heads = [...history.heads, ...outside.heads];
  await using closing = new AsyncDisposableStack();
  closing.defer(() => tokens.close());
  const tree = await rebuildTree({
    folder,
    size,
    heads,
    findings,
    onRow: async (row) => {
      for (const [at, leaf] of row.leaves.entries()) {
        for (const each of received.get(row.start + at) ?? []) {
          if (!areEqual(each.leaf, leaf)) {
            findings.add('receipt-contradicted', { receipt: each.receipt });
          }
        }
      }
      await tokens.check(await openings.open(row));
    },
  });
  const isHeadRight =
    history.head?.size === tree.leaves &&
    !tree.contradicted.some((head) => head.from === history.checkpoints - 1);
  for (const { size: at, from, contradiction } of tree.contradicted) {
    // Where the leaves have the last signed root, another signed root is another history.
    const isFork = contradiction === 'tree-rewritten' && isHeadRight;
    findings.add(isFork ? 'fork' : contradiction, { size: at, from });
  }
  await openings.finish(folder, size);
  await tokens.finish(size);
  const underWay = rules.finish(history.head?.latest ?? about.at);
  return reportOf(findings, undefined, {
    leaves: tree.leaves,
    opened: openings.opened,
    erased: tree.leaves - openings.opened,
    ...rules.counts,
    ...rules.words,
    attemptsUnderWay: underWay,
    tokens: tokens.checked,
    checkpoints: history.checkpoints,
    checkpointsWitnessed: history.witnessed,
    receipts: outside.receipts,
    knownCheckpoints: request.known?.length ?? 0,
  });
}

/** What stands in tokens only. All else is asked of the leaves, of which there are more. */
function askedOfTokens({
  issuer,
  audience,
  resultKeys,
  floor: { attackDetection },
}: NonNullable<AuditRequest['trust']>): TrustPolicy {
  return {
    ...ASK_NOTHING,
    issuer,
    audience,
    resultKeys,
    floor: { ...ASK_NOTHING.floor, attackDetection },
  };
}

function checkHead(
  { freshWithin, now }: AuditRequest,
  {
    history,
    outside,
    size,
    findings,
  }: { history: SignedHistory; outside: OutsideEvidence; size: number; findings: Findings },
): void {
  const { head } = history;
  if (history.checkpoints === 0) findings.add('export-unreadable', { checkpoints: 0 });
  if (head !== undefined && head.size > size) findings.add('truncated', { size });
  if (head !== undefined && head.size < size) findings.add('rolled-back', { size });
  for (const seen of outside.heads) {
    if (seen.size > size) findings.add('rolled-back', { size, seen: seen.size, from: seen.from });
  }
  const age = now - (head?.latest ?? -Infinity);
  if (freshWithin !== undefined && age > freshWithin) findings.add('head-stale', { size });
}

function reportOf(
  findings: Findings,
  last: FindingName | undefined,
  counts: Readonly<Record<string, number>>,
): AuditReport {
  if (last !== undefined) findings.add(last, counts);
  return {
    verdict: verdictOf(findings),
    findings: findings.listed,
    found: findings.counts,
    counts: last === undefined ? counts : {},
  };
}
