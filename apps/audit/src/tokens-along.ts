/** Goes along the results with their tokens. */
import type { ResultStatement } from '@bonin/ledger';
import type { TokenRow } from './export-folder.ts';
import type { Findings } from './finding.ts';
import type { OpenedLeaf } from './openings.ts';
import type { StatementRules } from './statement-rules.ts';
import { TokenCheckers } from './token-checkers.ts';
import type { ResultKeys } from './tokens.ts';

/** One token beside the statement of its leaf. */
export interface TokenToCheck {
  readonly index: number;
  readonly token: string;
  readonly statement: ResultStatement;
  /** Keys that the ledger says were in use when the leaf was appended. */
  readonly inUse: readonly string[];
}

interface Along {
  readonly keys: ResultKeys;
  /** What `keys` was read from, for processes that read it anew. */
  readonly keySet: unknown;
  readonly rules: StatementRules;
  readonly findings: Findings;
}

const BATCH = 512;

export class TokensAlong {
  readonly #rows: AsyncIterator<TokenRow | undefined, undefined>;
  readonly #along: Along;
  readonly #checkers: TokenCheckers;
  #batch: TokenToCheck[] = [];
  #ahead: TokenRow | undefined;
  #lastIndex = -1;
  checked = 0;

  constructor(rows: AsyncGenerator<TokenRow | undefined, undefined>, along: Along) {
    this.#rows = rows[Symbol.asyncIterator]();
    this.#along = along;
    this.#checkers = new TokenCheckers(along);
  }

  /** Takes statements in order, and checks the tokens of the results among them, sooner or later. */
  async check(opened: readonly OpenedLeaf[]): Promise<void> {
    const { keys, rules, findings } = this.#along;
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
      const inUse = [...keys.keys()].filter((kid) => rules.isInUse(kid));
      this.#batch.push({ index, token, statement, inUse });
    }
    if (this.#batch.length >= BATCH) await this.#checkers.take(this.#takeBatch());
  }

  /** Waits for all checks, and tells of tokens that belong to no result. */
  async finish(size: number): Promise<void> {
    await this.#checkers.take(this.#takeBatch());
    await this.#checkers.finish();
    for (;;) {
      const row = await this.#next();
      if (row === undefined) return;
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
      const row = await this.#next();
      if (row === undefined) return undefined;
      if (row.index === index) return row.token;
      if (row.index > index) {
        this.#ahead = row;
        return undefined;
      }
      this.#along.findings.add('token-unexpected', { index: row.index });
    }
  }

  async #next(): Promise<TokenRow | undefined> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (ahead !== undefined) return ahead;
    for (;;) {
      const next = await this.#rows.next();
      if (next.done === true) return undefined;
      const { value } = next;
      if (value !== undefined && value.index > this.#lastIndex) {
        this.#lastIndex = value.index;
        return value;
      }
      const index = value?.index ?? this.#lastIndex + 1;
      this.#along.findings.add('token-unexpected', { index });
    }
  }
}
