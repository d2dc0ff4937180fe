/**
 * `npm test`: builds, sees to it that a browser is there, and runs every test; those with simulated people
 * last and alone.
 *
 *   npm test                      everything
 *   npm test -- packages/core     only what lies under these folders
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { PARTS } from './build/all-parts.ts';
import { ROOT, build } from './build/parts.ts';
import { ensureChromium } from './chromium.ts';

const EVERYWHERE = ['packages', 'apps', 'evaluation', 'proof', 'tools', 'e2e'];

await build(PARTS, (line) => console.log(line));

const folders = process.argv.slice(2);
const files = (folders.length > 0 ? folders : EVERYWHERE)
  .flatMap((folder) =>
    globSync(folder.endsWith('.ts') ? folder : `${folder}/**/*.test.ts`, { cwd: ROOT }),
  )
  .filter((file) => !file.includes('node_modules'))
  .sort();
if (files.length === 0) {
  console.error('there is no test under', folders.join(', '));
  process.exit(2);
}

const chromium = files.some((file) => file.startsWith('e2e')) ? ensureChromium() : undefined;

/** Each file starts processes of its own; more at once only makes them wait for one another. */
const FILES_AT_ONCE = Math.max(1, Math.min(4, availableParallelism()));

/** A simulated person answers in time or not at all, and a proof searches all that the machine does meanwhile: alone. */
const WITH_PEOPLE =
  /^(?:e2e\/(?:bad-input|injected-.+|journeys)|evaluation\/src\/product\/measure-service|proof\/src\/(?:interrupted|short-form))\.test\.ts$/;

const arePassed = [
  run(
    files.filter((file) => !WITH_PEOPLE.test(file)),
    FILES_AT_ONCE,
  ),
  run(
    files.filter((file) => WITH_PEOPLE.test(file)),
    1,
  ),
];
process.exit(arePassed.every(Boolean) ? 0 : 1);

function run(tests: readonly string[], atOnce: number): boolean {
  if (tests.length === 0) return true;
  const { status } = spawnSync(
    process.execPath,
    ['--test', `--test-concurrency=${atOnce}`, ...tests],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }) },
    },
  );
  return status === 0;
}
