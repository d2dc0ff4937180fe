import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ServerError } from '../server-error.ts';

const manifestSchema = z.object({
  networks: z.array(
    z.object({
      id: z.string(),
      use: z.string(),
      file: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    }),
  ),
});

/**
 * The digest of the networks that decide: SHA-256, hex, over one line `<id> <sha256>` for each shipped
 * network, sorted by id.
 *
 * Not verified: the files themselves; the booth refuses one that does not hash to its entry.
 *
 * @throws {ServerError} `MODEL_MANIFEST_UNREADABLE`
 */
export function modelDigest(manifestFile: string): string {
  let manifest;
  try {
    manifest = manifestSchema.parse(JSON.parse(readFileSync(manifestFile, 'utf8')));
  } catch {
    throw new ServerError('MODEL_MANIFEST_UNREADABLE');
  }
  const lines = manifest.networks
    .filter((network) => network.use === 'shipped')
    .map((network) => `${network.id} ${network.file.sha256}\n`)
    .sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}
