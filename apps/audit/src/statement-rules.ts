/** What statements have to be to one another: attempts and their ends, results, times, builds, keys. */
import {
  CLOCK_TOLERANCE_MS,
  MINUTE_MS,
  startOfMinute,
  type DeletionStatement,
  type PolicyName,
  type ResultStatement,
  type Statement,
  type ThresholdStatement,
} from '@bonin/ledger';
import type { Findings } from './finding.ts';
import type { OpenedLeaf } from './openings.ts';
import { PoliciesTold } from './policies-told.ts';
import type { WitnessedTime } from './signed-history.ts';
import { holdThresholds, isIsolated } from './trust/hold-to-floor.ts';
import type { PolicyFloor } from './trust/trust-policy.ts';

/** How long after something happened its leaf may come to be. */
export const APPEND_DELAY_MS = 10 * MINUTE_MS;
/** How long an attempt may last; younger ones at the end of the log are under way. */
export const ATTEMPT_MAX_MS = 60 * MINUTE_MS;

/** What the auditor asks of what ran and by what was decided; what is absent is not asked. */
export interface Asked {
  readonly builds?: ReadonlySet<string> | undefined;
  readonly models?: ReadonlySet<string> | undefined;
  readonly floor?: PolicyFloor | undefined;
}

/** An attempt that was opened and has not ended. */
interface OpenAttempt {
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly policy: PolicyName;
}

export class StatementRules {
  readonly #findings: Findings;
  readonly #times: readonly WitnessedTime[];
  readonly #asked: Asked;
  readonly #policies = new PoliciesTold();
  readonly #open = new Map<string, OpenAttempt>();
  readonly #attempts = new Set<string>();
  readonly #ended = new Set<string>();
  readonly #captured = new Set<string>();
  readonly #answered = new Set<string>();
  #keysInUse: readonly string[] = [];
  readonly counts: Record<Statement['kind'], number> = {
    result: 0,
    deletion: 0,
    'attempt-opened': 0,
    policy: 0,
    threshold: 0,
    'key-change': 0,
    exception: 0,
    incident: 0,
    page: 0,
  };
  /** How often each act and each matter was told, by its word. */
  readonly words: Record<string, number> = {};
  #latestAt = -Infinity;
  #nextTime = 0;
  #notBefore = -Infinity;
  readonly #notAfterFrom: readonly number[];

  constructor(findings: Findings, times: readonly WitnessedTime[], asked: Asked) {
    this.#findings = findings;
    this.#times = times.toSorted((a, b) => a.size - b.size);
    this.#asked = asked;
    // From each checkpoint on, the earliest moment by which witnesses had seen the tree.
    const earliestFrom: number[] = [];
    let earliest = Infinity;
    for (const { latest } of this.#times.toReversed()) {
      earliest = Math.min(earliest, latest);
      earliestFrom.unshift(earliest);
    }
    this.#notAfterFrom = earliestFrom;
  }

  /** Takes statements in the order of their leaves. */
  add({ index, statement }: OpenedLeaf): void {
    this.counts[statement.kind] += 1;
    const at = startOfMinute(statement.at)!;
    this.#checkTime(index, at);
    switch (statement.kind) {
      case 'attempt-opened':
        this.#checkBuild(index, statement.buildDigest);
        this.#checkPolicy(index, statement.policy);
        if (this.#attempts.has(statement.attempt)) this.#findings.add('second-opening', { index });
        this.#attempts.add(statement.attempt);
        this.#open.set(statement.attempt, { index, at, policy: statement.policy });
        break;
      case 'deletion':
        this.#checkBuild(index, statement.buildDigest);
        this.#checkModel(index, statement.modelDigest);
        this.#checkIsolation(index, statement);
        this.#endAttempt(index, statement);
        break;
      case 'result':
        this.#checkResult(index, statement);
        break;
      case 'key-change':
        if (statement.use !== 'results') break;
        this.#keysInUse = this.#keysInUse.filter((key) => key !== statement.key);
        if (statement.change === 'added') this.#keysInUse = [...this.#keysInUse, statement.key];
        break;
      case 'policy':
        if (!this.#policies.addPolicy(statement)) this.#findings.add('policy-changed', { index });
        break;
      case 'exception':
        this.#count(`exception ${statement.act}`);
        break;
      case 'incident':
        this.#count(`incident ${statement.matter}`);
        break;
      case 'page':
        this.#checkBuild(index, statement.buildDigest);
        break;
      case 'threshold':
        if (!this.#policies.addThreshold(statement))
          this.#findings.add('policy-changed', { index });
        break;
    }
  }

  #count(word: string): void {
    this.words[word] = (this.words[word] ?? 0) + 1;
  }

  #endAttempt(index: number, statement: DeletionStatement): void {
    const { attempt, policyDigest, registration } = statement;
    const open = this.#open.get(attempt);
    if (this.#ended.has(attempt)) this.#findings.add('second-deletion', { index });
    else if (open === undefined) this.#findings.add('deletion-without-attempt', { index });
    else if (policyDigest !== (this.#policies.digestOf(open.policy) ?? policyDigest)) {
      this.#findings.add('policy-digest-differs', { index });
    }
    this.#open.delete(attempt);
    this.#ended.add(attempt);
    this.#captured.add(registration);
  }

  #checkPolicy(index: number, policy: PolicyName): void {
    if (!this.#policies.wasInForce(policy)) this.#findings.add('policy-not-in-ledger', { index });
  }

  /** What was told so far of the thresholds of a policy. */
  thresholdsOf(policy: PolicyName): readonly ThresholdStatement[] {
    return this.#policies.thresholdsOf(policy);
  }

  /** Thumbprints of the keys that are in use for results after what was taken so far; the list is not added to later. */
  get keysInUse(): readonly string[] {
    return this.#keysInUse;
  }

  /**
   * Tells of attempts whose end is missing.
   *
   * @param end - up to when the log speaks, milliseconds since 1970
   * @returns how many are young enough to be under way
   */
  finish(end: number): number {
    let underWay = 0;
    for (const { index, at } of this.#open.values()) {
      if (at + ATTEMPT_MAX_MS > end) underWay += 1;
      else this.#findings.add('attempt-without-deletion', { index });
    }
    return underWay;
  }

  #checkResult(index: number, statement: ResultStatement): void {
    this.#checkBuild(index, statement.buildDigest);
    this.#checkModel(index, statement.modelDigest);
    if (statement.result === 'Y') this.#checkFloor(index, statement);
    this.#checkPolicy(index, statement.policy);
    if (this.#answered.has(statement.registration)) this.#findings.add('second-result', { index });
    this.#answered.add(statement.registration);
    if (statement.result === 'Y' && !this.#captured.has(statement.registration)) {
      this.#findings.add('result-without-attempt', { index });
    }
  }

  #checkBuild(index: number, digest: string): void {
    const { builds } = this.#asked;
    if (builds !== undefined && !builds.has(digest)) this.#findings.add('build-unknown', { index });
  }

  #checkModel(index: number, digest: string): void {
    const { models } = this.#asked;
    if (models !== undefined && !models.has(digest)) this.#findings.add('model-unknown', { index });
  }

  // Of a booth whose end nobody saw it is not known what isolated it; that it was not seen is told already.
  #checkIsolation(index: number, { exit, isolation }: DeletionStatement): void {
    const { floor } = this.#asked;
    if (floor === undefined || exit === 'unseen' || isIsolated(isolation, floor)) return;
    this.#findings.add('isolation-below-floor', { index });
  }

  #checkFloor(index: number, { policy }: ResultStatement): void {
    const { floor } = this.#asked;
    if (floor === undefined) return;
    for (const name of holdThresholds(this.thresholdsOf(policy), floor)) {
      this.#findings.add(name, { index });
    }
  }

  #checkTime(index: number, at: number): void {
    // Checkpoints of at most so many leaves were signed before this leaf was there.
    for (; (this.#times[this.#nextTime]?.size ?? Infinity) <= index; this.#nextTime += 1) {
      this.#notBefore = Math.max(this.#notBefore, this.#times[this.#nextTime]!.earliest);
    }
    const latestPossible = at + MINUTE_MS + APPEND_DELAY_MS;
    if (latestPossible < this.#notBefore || latestPossible < this.#latestAt) {
      this.#findings.add('back-dated', { index });
    }
    const notAfter = this.#notAfterFrom[this.#nextTime] ?? Infinity;
    if (at > notAfter + CLOCK_TOLERANCE_MS) this.#findings.add('post-dated', { index });
    else this.#latestAt = Math.max(this.#latestAt, at);
  }
}
