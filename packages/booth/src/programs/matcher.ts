/**
 * The matcher: a booth's program that sees one portrait and one live face, never the card, and says at most 16 words.
 *
 * Arguments: the manifest of the networks, their folder, the scale to compare on and the network for the attack
 * score (the shipped ones where these are empty), and `--timings` where an operator measures on his own machine.
 */
import { decodePortrait, openEngine } from '@bonin/engine';
import { runMatcher } from './matcher/run-matcher.ts';
import { toTimingLines } from './timing-lines.ts';

const [manifestFile = '', modelFolder = '', recognition = '', pad = '', timings] =
  process.argv.slice(2);

await runMatcher(async () => {
  const engine = await openEngine({
    manifestFile,
    modelFolder,
    ...(recognition !== '' && { recognition }),
    ...(pad !== '' && { pad }),
    ...(timings === '--timings' && { onTiming: toTimingLines }),
  });
  return {
    ...engine,
    acquireReference: (portrait, policy) =>
      engine.acquirePortrait(decodePortrait(portrait), policy),
  };
});
