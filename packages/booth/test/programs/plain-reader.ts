/**
 * The reader program with an engine that reads a picture's first byte instead of a card. The whole picture is its portrait.
 *
 * Everything else is what a booth runs: pipe, sealing, hand-over, exit.
 */
import { writeSync } from 'node:fs';
import { runReader } from '../../src/programs/reader/run-reader.ts';
import { assess } from './plain-engine.ts';

const MATCH = 11;

const [deed] = process.argv.slice(2);
if (deed !== undefined) {
  // A reader that does not go when it is done, and one that has something to say then.
  process.exit = (() => {
    if (deed === 'speak') writeSync(1, Uint8Array.of(MATCH));
  }) as typeof process.exit;
  setInterval(() => undefined, 1_000);
}

await runReader(() =>
  Promise.resolve({
    readPortrait: async (image) => {
      const guidance = await assess(image);
      return guidance === undefined
        ? { kind: 'read', portrait: image }
        : { kind: 'refused', guidance };
    },
  }),
);
