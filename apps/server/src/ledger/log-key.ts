import { makeSigningKey } from '@bonin/ledger/log';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
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
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = { format: FORMAT, ...makeSigningKey(originFor(publicUrl)) };
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = openSync(aside, 'wx', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(made, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    // A link fails when the file is there by now: of two nodes that start at once, one makes the key.
    linkSync(aside, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
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
  let text: string;
  try {
    if ((statSync(file).mode & 0o077) !== 0) throw new ServerError('KEYRING_PERMISSIONS');
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { signerKey, verifierKey } = schema.parse(JSON.parse(text));
    return { signerKey, verifierKey };
  } catch {
    // Not wrapped: a parser's message quotes what it read.
    throw new ServerError('KEYRING_UNREADABLE');
  }
}
