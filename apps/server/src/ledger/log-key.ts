import { makeSigningKey } from '@bonin/ledger/log';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { placeOnce, readOwnerOnly } from '../keys/owner-only-file.ts';
import { ServerError } from '../server-error.ts';

const FILE = 'ledger.json';
const FORMAT = 'bonin-log-key/1';

const schema = z.strictObject({
  format: z.literal(FORMAT),
  /** Text of the signing key, as docs/formats/ledger.md has it. */
  signerKey: z.string().min(1),
  /** Text of the key with which anybody verifies what it signed. */
  verifierKey: z.string().min(1),
});
export type LogKey = Omit<z.infer<typeof schema>, 'format'>;

/**
 * The key that signs the checkpoints of this installation's ledger, in a file that only its owner can read; made at the first
 * start, under the name of the host under which the service is reached, or a drawn one where that is not known yet.
 *
 * The name of the key is the name of the log for ever: a service that moves keeps it.
 *
 * @throws {ServerError} `KEYRING_UNREADABLE`; `KEYRING_PERMISSIONS` when others could read it
 */
export function openLogKey(folder: string, publicUrl: string | undefined): LogKey {
  const file = join(folder, FILE);
  const existing = readLogKey(file);
  if (existing !== undefined) return existing;
  const made = { format: FORMAT, ...makeSigningKey(originFor(publicUrl)) };
  placeOnce(file, `${JSON.stringify(made, null, 2)}\n`);
  const kept = readLogKey(file);
  if (kept === undefined) throw new ServerError('KEYRING_UNREADABLE');
  return kept;
}

function originFor(publicUrl: string | undefined): string {
  const host =
    publicUrl === undefined
      ? `${randomBytes(8).toString('hex')}.invalid`
      : new URL(publicUrl).host.toLowerCase();
  return `${host}/ledger`;
}

function readLogKey(file: string): LogKey | undefined {
  const text = readOwnerOnly(file);
  if (text === undefined) return undefined;
  try {
    const { signerKey, verifierKey } = schema.parse(JSON.parse(text));
    return { signerKey, verifierKey };
  } catch {
    // Not wrapped: a parser's message quotes what it read.
    throw new ServerError('KEYRING_UNREADABLE');
  }
}
