/**
 * Builds what does not run from its sources: the booth programs, the web pages and the drawn samples.
 *
 *   npm run build                        everything
 *   npm run build -- booth applicant     only these folders of `dist`: what the build digest covers
 *
 * A part whose sources have not changed since it was built is left as it is.
 */
import { build } from './parts.ts';
import { PARTS } from './all-parts.ts';

const started = performance.now();
const folders = process.argv.slice(2);
const isNamed = folders.every((folder) => PARTS.some((part) => part.folder === folder));
if (!isNamed) {
  console.error(`the parts are ${PARTS.map(({ folder }) => folder).join(', ')}`);
  process.exit(2);
}
const parts = PARTS.filter(({ folder }) => folders.length === 0 || folders.includes(folder));
const built = await build(parts, (line) => console.log(line));
if (built > 0) console.log(`built ${built} in ${Math.round(performance.now() - started)} ms`);
