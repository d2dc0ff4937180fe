/** Goes along the results with their tokens. */
import type { ResultStatement } from '@bonin/ledger';
import type { TokenRow } from './export-folder.ts';
import type { Findings } from './finding.ts';
import type { OpenedLeaf } from './openings.ts';
import { RowsInOrder, type Portions } from './rows-in-order.ts';
import type { StatementRules } from './statement-rules.ts';
import { TokenCheckers } from './token-checkers.ts';
import type { ResultKeys } from './tokens.ts';
import type { ToldThreshold } from './trust/told-thresholds.ts';
import type { TrustPolicy } from './trust/trust-policy.ts';

/** One token beside the statement of its leaf, and what the ledger had told up to there. */
export interface TokenToCheck {
  readonly index: number;
  readonly token: string;
  readonly statement: ResultStatement;
  /** Keys that the ledger says were in use when the leaf was appended. */
  readonly inUse: readonly string[];
  /** Thresholds of the policy of the statement; empty when the ledger told none. */
  readonly thresholds: readonly ToldThreshold[];
}

interface Along {
  readonly keys: ResultKeys;
  /** What `keys` was read from, for threads that read it anew. */
  readonly keySet: unknown;
  /** What is asked of tokens alone: a leaf does not tell it. */
  readonly asked: TrustPolicy;
  readonly rules: StatementRules;
  readonly findings: Findings;
}

const BATCH = 512;

export class TokensAlong {
  readonly #rows: RowsInOrder<TokenRow>;
  readonly #along: Along;
  readonly #checkers: TokenCheckers;
  #batch: TokenToCheck[] = [];
  checked = 0;

  constructor(rows: Portions<TokenRow>, along: Along) {
    this.#rows = new RowsInOrder(rows, along.findings, 'token-unexpected');
    this.#along = along;
    this.#checkers = new TokenCheckers(along);
  }

  /** Takes statements in order, and checks the tokens of the results among them, sooner or later. */
  async check(opened: readonly OpenedLeaf[]): Promise<void> {
    const { rules, findings } = this.#along;
    for (const leaf of opened) {
      const { index, statement } = leaf;
      rules.add(leaf);
      if (statement.kind !== 'result') continue;
      const token = await this.#tokenAt(index);
      if (token === undefined) {
        findings.add('token-missing', { index });
        continue;
      }
      this.checked += 1;
      const inUse = rules.keysInUse;
      const thresholds = rules.thresholdsOf(statement.policy);
      this.#batch.push({ index, token, statement, inUse, thresholds });
    }
    if (this.#batch.length >= BATCH) await this.#checkers.take(this.#takeBatch());
  }

  /** Waits for all checks, and tells of tokens that belong to no result. */
  async finish(size: number): Promise<void> {
    await this.#checkers.take(this.#takeBatch());
    await this.#checkers.finish();
    for (;;) {
      const row = await this.#rows.peek();
      if (row === undefined) return;
      this.#rows.skip();
      const name = row.index >= size ? 'rolled-back' : 'token-unexpected';
      this.#along.findings.add(name, { index: row.index });
    }
  }

  /** Lets go of what was taken for checking; to be called whatever happened. */
  async close(): Promise<void> {
    await this.#checkers.close();
  }

  #takeBatch(): readonly TokenToCheck[] {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }

  async #tokenAt(index: number): Promise<string | undefined> {
    for (;;) {
      const row = await this.#rows.peek();
      if (row === undefined || row.index > index) return undefined;
      this.#rows.skip();
      if (row.index === index) return row.token;
      this.#along.findings.add('token-unexpected', { index: row.index });
    }
  }
}
