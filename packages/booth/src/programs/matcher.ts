/**
 * The matcher: a booth's program that sees one portrait and one live face, and says at most 16 words.
 *
 * Arguments: the manifest of the networks, their folder, the scale to compare on and the network for the attack
 * score (the shipped ones where these are empty), and `--timings` where an operator measures on his own machine.
 */
import { openEngine } from '@bonin/engine';
import { runMatcher } from './matcher/run-matcher.ts';
import { toTimingLines } from './matcher/timing-lines.ts';

const [manifestFile = '', modelFolder = '', recognition = '', pad = '', timings] =
  process.argv.slice(2);

await runMatcher(() =>
  openEngine({
    manifestFile,
    modelFolder,
    ...(recognition !== '' && { recognition }),
    ...(pad !== '' && { pad }),
    ...(timings === '--timings' && { onTiming: toTimingLines }),
  }),
);
