import type { Instant, RegistrationId, TenantId } from '@bonin/core';

/** What the ledger is to witness, beside what it witnesses. Neither holds a personal datum. */
export interface LedgerEntry {
  /** Canonical bytes of a statement; docs/formats/ledger.md. */
  readonly statement: Uint8Array;
  /** What hides the statement behind its leaf; whoever destroys it unlinks the leaf. */
  readonly salt: Uint8Array;
}

/** An entry that has its place in the tree. */
export interface PlacedEntry extends LedgerEntry {
  readonly index: number;
}

/** The tree as it stood after the last publication; empty before the first. */
export interface LedgerTree {
  readonly size: number;
  /** 32 bytes; `undefined` for the empty tree. */
  readonly root: Uint8Array | undefined;
  /** A resource of this tree by its path. */
  read(path: string): Promise<Uint8Array | undefined>;
}

/** What comes of adding entries to a tree. */
export interface LedgerGrowth {
  readonly size: number;
  readonly root: Uint8Array;
  readonly resources: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  /** The signed checkpoint of the tree that came of it. */
  readonly checkpoint: string;
}

/** A checkpoint as it was published. */
export interface LedgerCheckpoint {
  readonly size: number;
  readonly text: string;
}

/** A checkpoint with more signatures. */
export interface CosignedText {
  readonly text: string;
  /** Digest of the witness policy whose quorum has signed it; absent when too few have. */
  readonly witnessedUnder?: string;
}

/** What came of destroying the salts of one registration. */
export type EraseOutcome =
  | { readonly kind: 'erased'; readonly leaves: number }
  /** Not yet: its registration goes on, or an entry of it waits for its place. Erased in part it would look like a gap. */
  | { readonly kind: 'not-finished' }
  | { readonly kind: 'unknown' };

/**
 * Keeps the ledger. An implementation owes:
 *
 * - entries of a step are written with the step, in its transaction; see `RegistrationStore.append`;
 * - `publish` gives places to entries in one transaction, and of several nodes one at a time does;
 * - an entry has one place for ever, and no two have the same;
 * - a resource and a checkpoint once published are kept, whatever is erased;
 * - of one registration all entries are erased, or none.
 */
export interface LedgerStore {
  /** Writes entries that belong to no registration. */
  append(entries: readonly LedgerEntry[], at: Instant): Promise<void>;
  /**
   * Writes entries that belong to a registration and to no step of it; they are erased with those of its steps.
   *
   * @param write - is asked for them once it is certain that there is such a registration
   */
  appendOf(
    id: RegistrationId,
    write: () => readonly LedgerEntry[],
    at: Instant,
  ): Promise<'appended' | 'unknown'>;
  /** Writes entries that belong to no registration, unless entries were written under that name before. */
  appendOnce(name: string, entries: readonly LedgerEntry[], at: Instant): Promise<void>;
  /**
   * Writes entries that belong to no registration when the value of a topic is another than was said last.
   *
   * @param write - is given the value that was said last; `undefined` the first time
   */
  appendOnChange(
    topic: string,
    value: string,
    write: (last: string | undefined) => readonly LedgerEntry[],
    at: Instant,
  ): Promise<void>;
  /**
   * Takes the oldest entries without a place, at most `most`, has the tree grown by them, and keeps what came of it.
   * Where none waits, nothing is grown. Where another node is at it, nothing is done.
   *
   * @returns how many entries were given a place
   */
  publish(
    most: number,
    grow: (tree: LedgerTree, entries: readonly LedgerEntry[]) => Promise<LedgerGrowth>,
  ): Promise<number>;
  /**
   * The checkpoint of the largest tree.
   *
   * @param witnessedUnder - of those alone that a quorum of this witness policy has signed
   */
  newest(witnessedUnder?: string): Promise<LedgerCheckpoint | undefined>;
  /**
   * Puts a checkpoint with more signatures in the place of the one of that size; nobody else's signatures are lost when
   * several add theirs at once.
   *
   * @param sign - is given the checkpoint as it is kept
   */
  cosign(size: number, sign: (kept: string) => Promise<CosignedText>): Promise<void>;
  /** Every checkpoint, by size, from behind `after` on. */
  checkpoints(after: number, limit: number): Promise<readonly LedgerCheckpoint[]>;
  /** A published resource by its path. */
  resource(path: string): Promise<Uint8Array | undefined>;
  /** Entries in their order from place `from` on, at most `limit`; for an export, in which an auditor opens them. */
  openings(from: number, limit: number): Promise<readonly PlacedEntry[]>;
  /**
   * For places from `from` up to and without `to`: the result token of the registration whose entry stands there, if it has one.
   */
  tokens(from: number, to: number): Promise<ReadonlyMap<number, string>>;
  /** Destroys salts and statements of a finished registration. Its leaves stay, and stand for nothing any more. */
  erase(id: RegistrationId): Promise<EraseOutcome>;
  /**
   * As {@link erase}, of finished registrations whose last entry is older than that, at most so many of them.
   *
   * @returns how many leaves were erased; none is left when it is 0
   */
  eraseBefore(at: Instant, registrations: number): Promise<number>;
  /** Whose entry stands at that place; `undefined` for one of nobody's, one that is not there, and one that was erased. */
  ownerOf(
    place: number,
  ): Promise<{ readonly tenantId: TenantId; readonly id: RegistrationId } | undefined>;
  /** Entries of a registration that have their place, in their order. */
  entriesOf(tenantId: TenantId, id: RegistrationId): Promise<readonly PlacedEntry[]>;
  /** Whether an entry of a registration waits for its place. */
  isWaiting(tenantId: TenantId, id: RegistrationId): Promise<boolean>;
}
