import {
  isFinished,
  type Instant,
  type Registration,
  type RegistrationId,
  type TenantId,
} from '@bonin/core';
import type { EraseOutcome, LedgerEntry, LedgerStore, PlacedEntry } from '@bonin/workflows';

interface Kept extends LedgerEntry {
  readonly owner: { readonly id: RegistrationId; readonly tenantId: TenantId } | undefined;
  readonly at: Instant;
  place: number | undefined;
}

export interface MemoryLedgerStore extends LedgerStore {
  /** What a registration store does with the entries of a step, and with the registration as it is after the step. */
  write(entries: readonly LedgerEntry[], at: Instant, owner?: Registration): void;
  /** All that was written, in order. */
  statements(): readonly Uint8Array[];
}

/** Keeps a ledger in memory, owing everything a real store owes but durability. */
export function memoryLedgerStore(): MemoryLedgerStore {
  const kept: Kept[] = [];
  const owners = new Map<RegistrationId, Registration>();
  const resources = new Map<string, Uint8Array>();
  const names = new Set<string>();
  const saidLast = new Map<string, string>();
  const checkpoints = new Map<number, string>();
  /** Size to the witness policy whose quorum has signed. */
  const quorums = new Map<number, string>();
  /** One adds signatures at a time. */
  let line: Promise<unknown> = Promise.resolve();
  let head: { size: number; root: Uint8Array | undefined } = { size: 0, root: undefined };
  let isPublishing = false;

  const write: MemoryLedgerStore['write'] = (entries, at, owner) => {
    if (owner !== undefined) owners.set(owner.id, owner);
    kept.push(...entries.map((entry) => ({ ...entry, at, owner, place: undefined })));
  };
  const isErasable = (id: RegistrationId): boolean => {
    const state = owners.get(id)?.state;
    const isWaiting = kept.some((entry) => entry.owner?.id === id && entry.place === undefined);
    return state !== undefined && isFinished(state) && !isWaiting;
  };
  const erase = (id: RegistrationId): EraseOutcome => {
    const owner = owners.get(id);
    if (owner === undefined) return { kind: 'unknown' };
    const own = kept.filter((entry) => entry.owner?.id === id);
    if (!isErasable(id)) return { kind: 'not-finished' };
    for (const entry of own) kept.splice(kept.indexOf(entry), 1);
    return { kind: 'erased', leaves: own.length };
  };
  const bySize = () =>
    [...checkpoints].map(([size, text]) => ({ size, text })).sort((a, b) => a.size - b.size);

  return {
    write,
    statements: () => kept.map(({ statement }) => statement),
    append: (entries, at) => {
      write(entries, at);
      return Promise.resolve();
    },
    appendOf: (id, say, at) => {
      const owner = owners.get(id);
      if (owner === undefined) return Promise.resolve('unknown');
      write(say(), at, owner);
      return Promise.resolve('appended');
    },
    appendOnce: (name, entries, at) => {
      if (!names.has(name)) write(entries, at);
      names.add(name);
      return Promise.resolve();
    },
    appendOnChange: (topic, value, say, at) => {
      const last = saidLast.get(topic);
      if (last !== value) write(say(last), at);
      saidLast.set(topic, value);
      return Promise.resolve();
    },
    publish: async (most, grow) => {
      const waiting = kept.filter(({ place }) => place === undefined).slice(0, most);
      if (isPublishing || waiting.length === 0) return 0;
      isPublishing = true;
      try {
        const read = (path: string) => Promise.resolve(resources.get(path));
        const growth = await grow({ ...head, read }, waiting);
        for (const [at, entry] of waiting.entries()) entry.place = head.size + at;
        for (const { path, bytes } of growth.resources) resources.set(path, bytes);
        checkpoints.set(growth.size, growth.checkpoint);
        head = growth;
        return waiting.length;
      } finally {
        isPublishing = false;
      }
    },
    newest: (witnessedUnder) =>
      Promise.resolve(
        bySize()
          .filter(
            ({ size }) => witnessedUnder === undefined || quorums.get(size) === witnessedUnder,
          )
          .at(-1),
      ),
    cosign: (size, sign) => {
      const signing = line.then(async () => {
        const kept = checkpoints.get(size);
        if (kept === undefined) return;
        const { text, witnessedUnder } = await sign(kept);
        checkpoints.set(size, text);
        if (witnessedUnder !== undefined) quorums.set(size, witnessedUnder);
      });
      line = signing.catch(() => undefined);
      return signing;
    },
    checkpoints: (after, limit) =>
      Promise.resolve(
        bySize()
          .filter(({ size }) => size > after)
          .slice(0, limit),
      ),
    resource: (path) => Promise.resolve(resources.get(path)),
    openings: (from, limit) =>
      Promise.resolve(
        placed(kept)
          .sort((a, b) => a.index - b.index)
          .filter(({ index }) => index >= from)
          .slice(0, limit),
      ),
    // Results are with the registrations, of which this store knows no more than their entries.
    tokens: () => Promise.resolve(new Map()),
    erase: (id) => Promise.resolve(erase(id)),
    eraseBefore: (before, registrations) => {
      const old = [...owners.keys()].filter((id) => {
        const own = kept.filter((entry) => entry.owner?.id === id);
        return own.length > 0 && own.every(({ at }) => at < before);
      });
      let leaves = 0;
      for (const id of old.filter((each) => isErasable(each)).slice(0, registrations)) {
        const outcome = erase(id);
        if (outcome.kind === 'erased') leaves += outcome.leaves;
      }
      return Promise.resolve(leaves);
    },
    ownerOf: (place) => Promise.resolve(kept.find((entry) => entry.place === place)?.owner),
    entriesOf: (tenantId, id) =>
      Promise.resolve(
        placed(kept.filter(({ owner }) => owner?.id === id && owner.tenantId === tenantId)),
      ),
    isWaiting: (tenantId, id) =>
      Promise.resolve(
        kept.some(
          ({ owner, place }) =>
            owner?.id === id && owner.tenantId === tenantId && place === undefined,
        ),
      ),
  };
}

function placed(entries: readonly Kept[]): PlacedEntry[] {
  return entries.flatMap(({ statement, salt, place }) =>
    place === undefined ? [] : [{ statement, salt, index: place }],
  );
}
