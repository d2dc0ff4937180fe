import { parseCheckpoint, toBase64 } from '@bonin/ledger';
import { openTreeProver } from '@bonin/ledger/log';
import type { LedgerStore } from '@bonin/workflows';
import { join } from 'node:path';
import { z } from 'zod';
import { placeOnce, readOwnerOnly, replaceFile } from '../keys/owner-only-file.ts';
import { readKeptTile } from './tiles.ts';

const FILE = 'ledger-signed.json';
const FORMAT = 'bonin-ledger-signed/1';

const schema = z.strictObject({
  format: z.literal(FORMAT),
  size: z.int().min(0),
  root: z.string().length(44),
});
/** What the log key has signed, as it is noted beside the key: apart from the database, which may come back from a backup. */
export type SignedHead = Omit<z.infer<typeof schema>, 'format'>;

/**
 * What was noted last; `undefined` when nothing was, or the note cannot be read: it is a help, and no start fails by it.
 *
 * @throws {ServerError} `KEYRING_PERMISSIONS`
 */
export function readSigned(keysFolder: string): SignedHead | undefined {
  const text = readOwnerOnly(join(keysFolder, FILE));
  try {
    const { size, root } = schema.parse(JSON.parse(text ?? ''));
    return { size, root };
  } catch {
    return undefined;
  }
}

export function noteSigned(keysFolder: string, { size, root }: SignedHead): void {
  const file = join(keysFolder, FILE);
  const text = `${JSON.stringify({ format: FORMAT, size, root })}\n`;
  if (readOwnerOnly(file) === undefined) placeOnce(file, text);
  else replaceFile(file, text);
}

/** The newest head of the database; `undefined` before the first checkpoint. */
export async function storedHead(
  store: Pick<LedgerStore, 'newest'>,
): Promise<SignedHead | undefined> {
  const newest = await store.newest();
  if (newest === undefined) return undefined;
  const { size, root } = parseCheckpoint(newest.text);
  return { size, root: toBase64(root) };
}

/** Whether the database begins with all that was signed. @param signed - read before the database is asked */
export async function holdsSigned(
  store: Pick<LedgerStore, 'newest' | 'resource'>,
  signed: SignedHead,
): Promise<boolean> {
  const newest = await store.newest();
  if (newest === undefined) return signed.size === 0;
  const { size, root } = parseCheckpoint(newest.text);
  if (size < signed.size) return false;
  const read = (path: string) => readKeptTile((row) => store.resource(row), path);
  const prover = await openTreeProver({ read }, { size, root });
  return toBase64(await prover.rootAt(signed.size)) === signed.root;
}
