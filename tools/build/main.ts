/**
 * Builds what does not run from its sources: the booth programs, the web pages and the drawn samples.
 *
 * A part whose sources have not changed since it was built is left as it is.
 */
import { build } from './parts.ts';
import { PARTS } from './all-parts.ts';

const started = performance.now();
const built = await build(PARTS, (line) => console.log(line));
if (built > 0) console.log(`built ${built} in ${Math.round(performance.now() - started)} ms`);
