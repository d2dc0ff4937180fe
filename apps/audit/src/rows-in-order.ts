import type { Findings, FindingName } from './finding.ts';

/** Rows of a file in portions, as they come off the disk; `undefined` stands for a line that holds none. */
export type Portions<Row> = AsyncGenerator<readonly (Row | undefined)[], undefined>;

/** Hands out rows by ascending index; rows that are malformed or out of order are told and left out. */
export class RowsInOrder<Row extends { readonly index: number }> {
  readonly #portions: Portions<Row>;
  readonly #findings: Findings;
  readonly #fault: FindingName;
  #portion: readonly (Row | undefined)[] = [];
  #at = 0;
  #lastIndex = -1;

  /** @param fault - what such a row is called */
  constructor(portions: Portions<Row>, findings: Findings, fault: FindingName) {
    this.#portions = portions;
    this.#findings = findings;
    this.#fault = fault;
  }

  /** The next row, which stays the next until {@link skip}. Waits for the disk only where it must. */
  peek(): Row | undefined | Promise<Row | undefined> {
    for (; this.#at < this.#portion.length; this.#at += 1) {
      const row = this.#portion[this.#at];
      if (row !== undefined && row.index > this.#lastIndex) return row;
      this.#findings.add(this.#fault, { index: row?.index ?? this.#lastIndex + 1 });
    }
    return this.#refill();
  }

  /** Leaves the row that was peeked at behind. */
  skip(): void {
    this.#lastIndex = this.#portion[this.#at]?.index ?? this.#lastIndex;
    this.#at += 1;
  }

  async #refill(): Promise<Row | undefined> {
    const next = await this.#portions.next();
    this.#portion = [];
    this.#at = 0;
    if (next.done === true) return undefined;
    this.#portion = next.value;
    return this.peek();
  }
}
