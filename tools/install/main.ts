/**
 * The install step: brings the networks that Bonin runs, and the sample faces of its demonstration
 * and tests, out of pinned packages. Does nothing when everything is there. Looks each time whether the
 * program of Node is the one that is named.
 *
 *     node tools/install/main.ts [--all] [--without-samples]
 *
 * --all              also the networks that are only needed for evaluation
 * --without-samples  no sample faces: for a machine that serves real applicants
 */

import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { checkRuntime } from './runtime.ts';
import { isAsStamped, makeStamp } from './stamp.ts';

const ROOT = join(import.meta.dirname, '..', '..');

lookAtRuntime();

const options = process.argv.slice(2);
const withSamples = !options.includes('--without-samples');
const rooms = withSamples ? ['models', 'samples'] : ['models'];
const stamped = {
  path: join(ROOT, 'models', 'files', '.stamp'),
  manifests: rooms.map((room) => join(ROOT, room, 'manifest.json')),
  folders: rooms.map((room) => join(ROOT, room, 'files')),
  options,
};

if (isAsStamped(stamped)) {
  process.stderr.write('models and samples: already there\n');
} else {
  for (const folder of stamped.folders) mkdirSync(folder, { recursive: true });
  const { install } = await import('./install.ts');
  const outcome = await install(ROOT, { withAll: options.includes('--all'), withSamples });
  if (outcome === 'complete') makeStamp(stamped);
  if (outcome === 'failed') process.exitCode = 1;
}

function lookAtRuntime(): void {
  const platform = `${process.platform}-${process.arch}`;
  const check = checkRuntime(join(folderOf('node'), 'bin', 'node'), platform);
  if (check === 'none-named') {
    process.stderr.write(`the program of Node for ${platform} is not among those that are named\n`);
  } else if (check === 'another') {
    process.stderr.write(`the program of Node is not the one that is named for ${platform}\n`);
    process.exit(1);
  }
}

/** Where a package lies that this installation uses: in its own `node_modules`, or in one above it, as a library is found. */
function folderOf(library: string): string {
  return dirname(createRequire(join(ROOT, 'package.json')).resolve(`${library}/package.json`));
}
