import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../engine-error.ts';
import { checkKnownAnswer } from './known-answer.ts';
import { readManifest, type ManifestEntry } from './manifest.ts';
import { openNetwork, type Network } from './network.ts';

/** The networks that were asked for, ready to run, and what they are. */
export interface OpenNetworks extends AsyncDisposable {
  get(id: string): Network;
  /** SHA-256 over the networks, sorted by id: one {@link digestLine} each. */
  readonly digest: string;
}

export interface NetworkSource {
  readonly manifestFile: string;
  readonly modelFolder: string;
}

/**
 * Opens networks by id; each file must hash to its entry and give its known answer.
 *
 * Nothing is fetched: a network that is not there is missing.
 *
 * @throws {EngineError} `MODEL_MISSING`, `MODEL_HASH_MISMATCH`, `MODEL_KNOWN_ANSWER_MISMATCH`,
 *   `MODEL_UNSUITABLE`, `MANIFEST_MALFORMED`
 */
export async function openNetworks(
  { manifestFile, modelFolder }: NetworkSource,
  ids: readonly string[],
): Promise<OpenNetworks> {
  const manifest = await readManifest(manifestFile, new Set(ids));
  const networks = new Map<string, Network>();
  const lines: string[] = [];
  try {
    const entries = ids.toSorted().map((id) => entryOf(manifest, id));
    // One buffer for all files, lest each of them stay in memory until it is collected.
    const buffer = new Uint8Array(Math.max(0, ...entries.map(({ sizeBytes }) => sizeBytes)));
    for (const entry of entries) {
      const { id } = entry;
      const network = await openNetwork(await readChecked(modelFolder, entry, buffer), entry);
      networks.set(id, network);
      await checkKnownAnswer(network, entry.outputs, entry.knownAnswer);
      lines.push(digestLine(entry));
    }
  } catch (error) {
    await disposeAll(networks.values());
    throw error;
  }
  return {
    digest: createHash('sha256').update(lines.join('')).digest('hex'),
    get(id) {
      const network = networks.get(id);
      if (network === undefined) throw new EngineError('MODEL_MISSING', { model: id });
      return network;
    },
    async [Symbol.asyncDispose]() {
      await disposeAll(networks.values());
    },
  };
}

/**
 * One network in a digest: what it is and how it is fed.
 *
 * How it is fed belongs to it: with red for blue the same file answers differently.
 *
 * @see docs/formats/verification-result.md, “Model digest”
 */
export function digestLine({ id, sha256, input }: ManifestEntry): string {
  const { layout, width, height, colourOrder, mean, divisor } = input;
  return `${id} ${sha256} ${layout} ${width}x${height} ${colourOrder} ${mean} ${divisor}\n`;
}

function entryOf(manifest: readonly ManifestEntry[], id: string): ManifestEntry {
  const entry = manifest.find((candidate) => candidate.id === id);
  if (entry === undefined) throw new EngineError('MODEL_MISSING', { model: id });
  return entry;
}

async function readChecked(
  folder: string,
  entry: ManifestEntry,
  buffer: Uint8Array,
): Promise<Uint8Array> {
  const length = await readInto(buffer, join(folder, entry.fileName), entry);
  const bytes = buffer.subarray(0, length);
  if (createHash('sha256').update(bytes).digest('hex') !== entry.sha256) {
    throw new EngineError('MODEL_HASH_MISMATCH', { model: entry.id });
  }
  return bytes;
}

async function readInto(
  buffer: Uint8Array,
  path: string,
  { id, sizeBytes }: ManifestEntry,
): Promise<number> {
  try {
    await using file = await open(path);
    let length = 0;
    while (length < sizeBytes) {
      const { bytesRead } = await file.read(buffer, length, sizeBytes - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return length;
  } catch {
    throw new EngineError('MODEL_MISSING', { model: id });
  }
}

async function disposeAll(networks: Iterable<Network>): Promise<void> {
  for (const network of networks) await network[Symbol.asyncDispose]();
}
