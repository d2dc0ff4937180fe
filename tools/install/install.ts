/** Everything an install does when something is missing, and what it says about it. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@bonin/core';
import { openRegistry } from './fetch-package.ts';
import { installNetworks, listMissing, type InstallPorts } from './install-networks.ts';
import { installSamples } from './install-samples.ts';
import { KeptFiles } from './kept-files.ts';
import { parseModelManifest } from './manifest.ts';
import { Progress } from './progress.ts';
import { parseSampleManifest } from './sample-manifest.ts';

/** What went wrong or was left out has been said; what was finished is kept. */
export async function install(
  root: string,
  { withAll, withSamples }: { readonly withAll: boolean; readonly withSamples: boolean },
): Promise<'complete' | 'clips-left-out' | 'failed'> {
  const progress = new Progress(process.stderr);
  const ports = { openRegistry: () => openRegistry(process.env), progress };
  const outcomes = await Promise.allSettled([
    bringModels(join(root, 'models'), withAll, ports),
    ...(withSamples ? [bringSamples(join(root, 'samples'), ports)] : []),
  ]);
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  for (const { reason } of failures) {
    for (const line of describeFailure(reason)) progress.line(line);
  }
  if (failures.length > 0) return 'failed';
  const isComplete = outcomes.every(
    (outcome) => outcome.status === 'fulfilled' && outcome.value === 'complete',
  );
  return isComplete ? 'complete' : 'clips-left-out';
}

async function bringModels(
  folder: string,
  withAll: boolean,
  ports: InstallPorts,
): Promise<'complete'> {
  const listed = parseModelManifest(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const entries = listed.filter(({ use }) => withAll || use === 'shipped');
  const files = new KeptFiles(join(folder, 'files'));
  const missing = await listMissing(entries, files);
  await installNetworks(missing, { files, folder }, ports);
  ports.progress.line(`models: ${entries.length} networks, ${missing.length} of them brought now`);
  return 'complete';
}

async function bringSamples(
  folder: string,
  ports: InstallPorts,
): Promise<'complete' | 'clips-left-out'> {
  const manifest = parseSampleManifest(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const files = new KeptFiles(join(folder, 'files'));
  const platform = `${process.platform}-${process.arch}`;
  const { kind, brought } = await installSamples(manifest, { files, platform }, ports);
  ports.progress.line(`samples: ${manifest.samples.length}, ${brought} of them brought now`);
  if (kind === 'clips-left-out') {
    ports.progress.line(
      'samples: the clips were left out, because no decoder is packaged for this platform and no ' +
        'ffmpeg was found. The service works without them; some tests and the sample applicants ' +
        'do not. Install ffmpeg, then: npm run postinstall',
    );
  }
  return kind;
}

function describeFailure(failure: unknown): readonly string[] {
  if (!(failure instanceof CodedError)) {
    const reason = failure instanceof Error ? failure.message : 'unknown';
    return [`install failed: ${reason}`, 'To try again: npm run postinstall'];
  }
  const details = Object.entries(failure.details).map(([key, value]) => `${key} ${value}`);
  return [
    `install failed: ${failure.code} (${details.join(', ')})`,
    'What was finished is kept. To go on: npm run postinstall',
  ];
}
