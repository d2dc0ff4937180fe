import type { RegistrationId, TenantId } from '@bonin/core';
import type { LedgerEntry, LedgerStore } from '@bonin/workflows';

interface Kept extends LedgerEntry {
  readonly owner: { readonly id: RegistrationId; readonly tenantId: TenantId } | undefined;
  place: number | undefined;
}

export interface MemoryLedgerStore extends LedgerStore {
  /** What a registration store does with the entries of a step. */
  write(entries: readonly LedgerEntry[], owner: Kept['owner']): void;
}

/** Keeps a ledger in memory, owing everything a real store owes but durability. */
export function memoryLedgerStore(): MemoryLedgerStore {
  const kept: Kept[] = [];
  const resources = new Map<string, Uint8Array>();
  const checkpoints = new Map<number, string>();
  let head: { size: number; root: Uint8Array | undefined } = { size: 0, root: undefined };
  let isPublishing = false;

  const write: MemoryLedgerStore['write'] = (entries, owner) => {
    kept.push(...entries.map((entry) => ({ ...entry, owner, place: undefined })));
  };
  const bySize = () =>
    [...checkpoints].map(([size, text]) => ({ size, text })).sort((a, b) => a.size - b.size);

  return {
    write,
    append: (entries) => {
      write(entries, undefined);
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
    newest: () => Promise.resolve(bySize().at(-1)),
    cosign: ({ size, text }) => {
      if (checkpoints.has(size)) checkpoints.set(size, text);
      return Promise.resolve();
    },
    checkpoints: (after, limit) =>
      Promise.resolve(
        bySize()
          .filter(({ size }) => size > after)
          .slice(0, limit),
      ),
    resource: (path) => Promise.resolve(resources.get(path)),
    entriesOf: (tenantId, id) =>
      Promise.resolve(
        kept
          .filter(({ owner }) => owner?.id === id && owner.tenantId === tenantId)
          .flatMap(({ statement, salt, place }) =>
            place === undefined ? [] : [{ statement, salt, index: place }],
          ),
      ),
  };
}
