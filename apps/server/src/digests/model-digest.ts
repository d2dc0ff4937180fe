import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { partsOfScale } from '@bonin/core';
import { z } from 'zod';
import { ServerError } from '../server-error.ts';

const manifestSchema = z.object({
  networks: z.array(
    z.object({
      id: z.string(),
      role: z.string(),
      use: z.string(),
      file: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
      input: z.object({
        layout: z.string(),
        width: z.number(),
        height: z.number(),
        colour: z.string(),
        mean: z.number(),
        deviation: z.number(),
      }),
    }),
  ),
});

type Manifest = z.infer<typeof manifestSchema>;

/** What finds faces is the same for every policy; what compares them and looks for attacks, the policy names. */
const OF_EVERY_POLICY: ReadonlySet<string> = new Set(['face-detection', 'face-landmarks']);

/**
 * The digest of the networks that decide under a policy: SHA-256, hex, over one line for each, sorted by id.
 *
 * Not verified: the files themselves; the booth refuses one that does not hash to its entry.
 *
 * @param scales - the scales that the policy names
 * @throws {ServerError} `MODEL_MANIFEST_UNREADABLE`
 * @throws {BiometricsError} `MODEL_ID_MALFORMED` when a scale is none
 * @see docs/formats/verification-result.md, “Model digest”
 */
export function modelDigest(manifestFile: string, scales: readonly string[]): string {
  let manifest;
  try {
    manifest = manifestSchema.parse(JSON.parse(readFileSync(manifestFile, 'utf8')));
  } catch {
    throw new ServerError('MODEL_MANIFEST_UNREADABLE');
  }
  const named = new Set(scales.flatMap(partsOfScale).map(({ id }) => id));
  const lines = manifest.networks
    .filter(
      ({ id, role, use }) => named.has(id) || (use === 'shipped' && OF_EVERY_POLICY.has(role)),
    )
    .map(digestLine)
    .sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** How a network is fed belongs to it: with red for blue the same file answers differently. */
function digestLine({ id, file, input }: Manifest['networks'][number]): string {
  const { layout, width, height, colour, mean, deviation } = input;
  const size = `${String(width)}x${String(height)}`;
  return `${id} ${file.sha256} ${layout} ${size} ${colour} ${String(mean)} ${String(deviation)}\n`;
}
