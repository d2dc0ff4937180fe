import { parseCheckpoint, parseStatement } from '@bonin/ledger';
import { writeExport, type ExportedOpening, type ExportedToken } from '@bonin/ledger/log';
import type { LedgerStore } from '@bonin/workflows';
import type { JWK } from 'jose';
import { mkdirSync } from 'node:fs';
import { ServerError } from '../server-error.ts';
import { readKeptTile } from './tiles.ts';

const PORTION = 1_000;

export interface ExportTerms {
  readonly folder: string;
  /** As `/.well-known/jwks.json` shows them. */
  readonly keys: readonly JWK[];
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Digest of the witness policy; where it is given, the export ends with what was witnessed under it. */
  readonly witnessedUnder?: string | undefined;
}

/** What was exported. */
export interface Exported {
  /** Of the exported tree. */
  readonly size: number;
  /** Whether enough witnesses have signed its checkpoint; absent where none is asked. */
  readonly witnessed?: boolean;
  /** Leaves that came since, and are in the next export. */
  readonly later: number;
}

/**
 * Writes the ledger into a folder, for an auditor who has no network: as it stands at its newest checkpoint, or at the newest
 * that enough witnesses have signed, if any has been.
 *
 * It holds every statement with its salt and every result token. None of it says who somebody is, but tokens name
 * registrations and mobile operators: it is for auditors, not for publication.
 *
 * @throws {ServerError} `LEDGER_EMPTY`
 * @throws {LedgerError} `EXPORT_FOLDER_NOT_EMPTY`, `TILE_MISSING`
 */
export async function exportLedger(
  store: LedgerStore,
  { folder, keys, at, witnessedUnder }: ExportTerms,
): Promise<Exported> {
  const witnessed = witnessedUnder === undefined ? undefined : await store.newest(witnessedUnder);
  const newest = await store.newest();
  if (newest === undefined) throw new ServerError('LEDGER_EMPTY');
  const { origin, size, root } = parseCheckpoint((witnessed ?? newest).text);
  // Tokens are in it.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await writeExport(
    {
      origin,
      head: { size, root },
      tiles: { read: (path) => readKeptTile((row) => store.resource(row), path) },
      checkpoints: checkpointsOf(store, size),
      openings: openingsOf(store, size),
      tokens: tokensOf(store, size),
      keys: { keys },
      at,
    },
    folder,
  );
  return {
    size,
    ...(witnessedUnder === undefined ? {} : { witnessed: witnessed !== undefined }),
    later: newest.size - size,
  };
}

async function* checkpointsOf(store: LedgerStore, size: number): AsyncGenerator<string> {
  for (let after = 0; after < size;) {
    const portion = await store.checkpoints(after, PORTION);
    for (const checkpoint of portion) {
      // The service goes on while it is exported.
      if (checkpoint.size > size) return;
      yield checkpoint.text;
      after = checkpoint.size;
    }
    if (portion.length === 0) return;
  }
}

async function* openingsOf(store: LedgerStore, size: number): AsyncGenerator<ExportedOpening> {
  for (let from = 0; from < size; from += PORTION) {
    yield* await store.openings(from, Math.min(PORTION, size - from));
  }
}

async function* tokensOf(store: LedgerStore, size: number): AsyncGenerator<ExportedToken> {
  for (let from = 0; from < size; from += PORTION) {
    const to = Math.min(size, from + PORTION);
    const tokens = await store.tokens(from, to);
    for (const { index, statement } of await store.openings(from, to - from)) {
      const token = tokens.get(index);
      if (token === undefined || parseStatement(statement).kind !== 'result') continue;
      yield { index, token };
    }
  }
}
