#!/usr/bin/env node
/**
 * Starts the witness under the Node that this project brings along, whatever Node was used to call it.
 *
 * Plain JavaScript of an older day, as it must still run where nothing else here does.
 */
import { spawnSync } from 'node:child_process';
import nodeModule, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_NEEDED = 26;
const FAULT_OF_OURS = 3;
const major = Number(process.versions.node.split('.')[0]);

if (major >= NODE_NEEDED) {
  // Code of this program, never anything it was given; where it cannot be written, starting takes longer.
  nodeModule.enableCompileCache(
    fileURLToPath(new URL('../../../dist/witness-cache', import.meta.url)),
  );
  await import('../src/main.ts');
} else {
  const require = createRequire(import.meta.url);
  const node = join(dirname(require.resolve('node/package.json')), 'bin', 'node');
  const run = spawnSync(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = run.status ?? FAULT_OF_OURS;
}
