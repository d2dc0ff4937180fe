/**
 * The reader: a booth's program that sees one card, hands its portrait to the matcher, and says nothing.
 *
 * Arguments: the manifest of the networks, their folder, and `--timings` where an operator measures on his own machine.
 */
import { encodePortrait, openPortraitReader } from '@bonin/engine';
import { runReader } from './reader/run-reader.ts';
import { toTimingLines } from './timing-lines.ts';

const [manifestFile = '', modelFolder = '', timings] = process.argv.slice(2);

await runReader(async () => {
  const engine = await openPortraitReader({
    manifestFile,
    modelFolder,
    ...(timings === '--timings' && { onTiming: toTimingLines }),
  });
  return {
    async readPortrait(image) {
      const found = await engine.readPortrait(image);
      return found.kind === 'read'
        ? { kind: 'read', portrait: encodePortrait(found.portrait) }
        : found;
    },
  };
});
