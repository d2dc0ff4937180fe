/**
 * `npm run --silent sbom`: prints the bill of materials, CycloneDX 1.6 as JSON.
 *
 * Read from the lock file and the manifests, not from what lies on this machine: `npm ci` and the install step hold
 * that against the same hashes. Without `--silent` npm prints two lines of its own before it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseModelManifest } from '../install/manifest.ts';
import { parseSampleManifest } from '../install/sample-manifest.ts';
import { makeBill } from './bill.ts';
import { readLock } from './locked-packages.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const { version } = JSON.parse(read('package.json')) as { readonly version: string };
const bill = makeBill({
  version,
  lock: readLock(read('package-lock.json')),
  networks: parseModelManifest(read('models/manifest.json')),
  samples: parseSampleManifest(read('samples/manifest.json')),
});
process.stdout.write(`${JSON.stringify(bill, undefined, 2)}\n`);
