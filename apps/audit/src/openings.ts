/** Holds openings against the leaves of their places. */
import {
  LedgerError,
  areEqual,
  commitToBytes,
  parseStatement,
  toBase64,
  type Statement,
} from '@bonin/ledger';
import type { OpeningRow } from './export-folder.ts';
import type { Findings } from './finding.ts';
import { readLeaves, type LeafRow } from './stored-tree.ts';

/** A statement whose opening fits the leaf at its place. */
export interface OpenedLeaf {
  readonly index: number;
  readonly statement: Statement;
}

/** Openings whose leaf is another, of which so many are looked for elsewhere. */
const LOOKED_FOR = 1000;

/** Goes along the leaves with the openings. */
export class Openings {
  readonly #rows: AsyncIterator<OpeningRow | undefined, undefined>;
  readonly #findings: Findings;
  readonly #displaced: { readonly index: number; readonly leaf: string }[] = [];
  #ahead: OpeningRow | undefined;
  #lastIndex = -1;
  #isOver = false;
  opened = 0;

  constructor(rows: AsyncGenerator<OpeningRow | undefined, undefined>, findings: Findings) {
    this.#rows = rows[Symbol.asyncIterator]();
    this.#findings = findings;
  }

  /** The statements of one row of leaves, in order. */
  async open({ start, leaves }: LeafRow): Promise<readonly OpenedLeaf[]> {
    const opened: OpenedLeaf[] = [];
    for (;;) {
      const row = await this.#next();
      if (row === undefined) break;
      const leaf = leaves[row.index - start];
      if (row.index >= start + leaves.length) {
        this.#ahead = row;
        break;
      }
      if (leaf === undefined) this.#displace(row);
      else {
        const statement = this.#statementOf(row, leaf);
        if (statement !== undefined) opened.push({ index: row.index, statement });
      }
    }
    this.opened += opened.length;
    return opened;
  }

  /** Openings of leaves that are not there, and leaves that lie elsewhere than their openings say. */
  async finish(folder: string, size: number): Promise<void> {
    for (;;) {
      const row = await this.#next();
      if (row === undefined) break;
      // A leaf beyond the last checkpoint was there once, or nobody could open it.
      if (row.index >= size) this.#findings.add('rolled-back', { index: row.index });
      else this.#displace(row);
    }
    if (this.#displaced.length === 0) return;
    const wanted = new Set(this.#displaced.map(({ leaf }) => leaf));
    const found = new Map<string, number>();
    for await (const { start, leaves } of readLeaves(folder, size)) {
      for (const [at, leaf] of leaves.entries()) {
        const text = toBase64(leaf);
        if (wanted.has(text)) found.set(text, start + at);
      }
    }
    for (const [at, { index, leaf }] of this.#displaced.entries()) {
      const place = found.get(leaf);
      if (place !== undefined) {
        this.#findings.add('leaf-moved', { index, to: place });
        continue;
      }
      const after = this.#displaced[at + 1];
      const hasClosedUp = after !== undefined && found.get(after.leaf) === index;
      this.#findings.add(hasClosedUp ? 'leaf-deleted' : 'leaf-changed', { index });
    }
  }

  #statementOf(row: OpeningRow, leaf: Uint8Array): Statement | undefined {
    try {
      const bytes = new TextEncoder().encode(row.statement);
      if (!areEqual(commitToBytes(bytes, row.salt), leaf)) {
        this.#displace(row);
        return undefined;
      }
      return parseStatement(bytes);
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      this.#findings.add('opening-malformed', { index: row.index });
      return undefined;
    }
  }

  #displace({ index, salt, statement }: OpeningRow): void {
    if (this.#displaced.length >= LOOKED_FOR) return;
    try {
      const leaf = commitToBytes(new TextEncoder().encode(statement), salt);
      this.#displaced.push({ index, leaf: toBase64(leaf) });
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      this.#findings.add('opening-malformed', { index });
    }
  }

  /** The next row; rows that are malformed or out of order are told and left out. */
  async #next(): Promise<OpeningRow | undefined> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (ahead !== undefined) return ahead;
    while (!this.#isOver) {
      const next = await this.#rows.next();
      if (next.done === true) {
        this.#isOver = true;
        break;
      }
      const { value } = next;
      if (value !== undefined && value.index > this.#lastIndex) {
        this.#lastIndex = value.index;
        return value;
      }
      this.#findings.add('opening-malformed', { index: value?.index ?? this.#lastIndex + 1 });
    }
    return undefined;
  }
}
