/** Holds openings against the leaves of their places. */
import { hash } from 'node:crypto';
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
import { RowsInOrder, type Portions } from './rows-in-order.ts';
import { readLeaves, type LeafRow } from './stored-tree.ts';

/** A statement whose opening fits the leaf at its place. */
export interface OpenedLeaf {
  readonly index: number;
  readonly statement: Statement;
}

/** Openings whose leaf is another, of which so many are looked for elsewhere. */
const LOOKED_FOR = 1000;

const ENCODER = new TextEncoder();

/** Statements are long, and Node hashes long inputs several times as fast as a library. */
function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}

/** Goes along the leaves with the openings. */
export class Openings {
  readonly #rows: RowsInOrder<OpeningRow>;
  readonly #findings: Findings;
  readonly #displaced: { readonly index: number; readonly leaf: string }[] = [];
  opened = 0;

  constructor(rows: Portions<OpeningRow>, findings: Findings) {
    this.#rows = new RowsInOrder(rows, findings, 'opening-malformed');
    this.#findings = findings;
  }

  /** The statements of one row of leaves, in order. */
  async open({ start, leaves }: LeafRow): Promise<readonly OpenedLeaf[]> {
    const opened: OpenedLeaf[] = [];
    for (;;) {
      const peeked = this.#rows.peek();
      const row = peeked instanceof Promise ? await peeked : peeked;
      if (row === undefined || row.index >= start + leaves.length) break;
      this.#rows.skip();
      const leaf = leaves[row.index - start];
      if (leaf === undefined) {
        this.#displace(row);
        continue;
      }
      const statement = this.#statementOf(row, leaf);
      if (statement !== undefined) opened.push({ index: row.index, statement });
    }
    this.opened += opened.length;
    return opened;
  }

  /** Openings of leaves that are not there, and leaves that lie elsewhere than their openings say. */
  async finish(folder: string, size: number): Promise<void> {
    for (;;) {
      const row = await this.#rows.peek();
      if (row === undefined) break;
      this.#rows.skip();
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
      const bytes = ENCODER.encode(row.statement);
      if (!areEqual(commitToBytes(bytes, row.salt, sha256), leaf)) {
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
      const leaf = commitToBytes(ENCODER.encode(statement), salt, sha256);
      this.#displaced.push({ index, leaf: toBase64(leaf) });
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      this.#findings.add('opening-malformed', { index });
    }
  }
}
