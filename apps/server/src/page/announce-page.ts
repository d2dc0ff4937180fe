import type { Instant } from '@bonin/core';
import { toMinute } from '@bonin/ledger';
import type { LedgerStore, PlacedEntry } from '@bonin/workflows';
import { entryOf } from '../ledger/ledger-scribe.ts';
import type { Ledger } from '../ledger/open-ledger.ts';
import { pageManifest, type PageManifest } from './page-manifest.ts';

export interface PageFacts {
  /** Where the built page lies. */
  readonly folder: string;
  readonly buildDigest: string;
  readonly at: Instant;
}

/** The page that this node serves, and its place in the ledger. */
export interface AnnouncedPage {
  readonly manifest: PageManifest;
  /** That the ledger was told of this manifest; `undefined` until that has its place. */
  receipt(ledger: Pick<Ledger, 'openings' | 'receiptFor'>): Promise<string | undefined>;
}

const PORTION = 1_000;

/**
 * Tells the ledger which page this node serves from now on. Said at every start, by every node: two of different builds serve
 * different pages at one time.
 */
export async function announcePage(
  store: LedgerStore,
  { folder, buildDigest, at }: PageFacts,
): Promise<AnnouncedPage | undefined> {
  const manifest = pageManifest(folder);
  if (manifest === undefined) return undefined;
  const entry = entryOf({
    kind: 'page',
    at: toMinute(at),
    manifestDigest: manifest.digest,
    buildDigest,
  });
  // Whatever is told now gets its place behind what is published already.
  let looked = (await store.newest())?.size ?? 0;
  await store.append([entry], at);
  let placed: PlacedEntry | undefined;

  const find = async (ledger: Pick<Ledger, 'openings'>): Promise<PlacedEntry | undefined> => {
    while (placed === undefined) {
      const portion = await ledger.openings(looked, PORTION);
      // A salt is drawn for one entry alone.
      placed = portion.find(({ salt }) => Buffer.compare(salt, entry.salt) === 0);
      if (placed !== undefined || portion.length === 0) break;
      looked = portion.at(-1)!.index + 1;
    }
    return placed;
  };
  return {
    manifest,
    receipt: async (ledger) => {
      const found = await find(ledger);
      return found === undefined ? undefined : ledger.receiptFor(found);
    },
  };
}
