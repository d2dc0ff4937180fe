import { codeOf, type BoothSymbol } from '@bonin/core';
import { say as sayBytes, runBooth } from '../run-booth.ts';
import { readHandedOver } from './read-handed-over.ts';
import { serveAttempt, type MatcherEngine } from './serve-attempt.ts';

/** Runs a matcher in this process, and ends the process. */
export function runMatcher<Reference, Frame>(
  openEngine: () => Promise<MatcherEngine<Reference, Frame>>,
): Promise<never> {
  return runBooth(openEngine, async (engine, key, messages) => {
    const said: Promise<void>[] = [];
    const say = (symbol: BoothSymbol): void => {
      said.push(sayBytes(Uint8Array.of(codeOf(symbol))));
    };
    const nowMs = () => performance.now();
    await serveAttempt({ engine, key, messages, handedOver: readHandedOver, say, nowMs });
    await Promise.all(said);
  });
}
