import { CodedError, codeOf, type BoothSymbol } from '@bonin/core';
import { makeBoothKey, SealingError } from '@bonin/sealing';
import { EXIT_CODE } from '../../exit-code.ts';
import { readMessages } from '../../pipe.ts';
import { PipeClosed } from './intake.ts';
import { PolicyUnsuitable, serveAttempt, type MatcherEngine } from './serve-attempt.ts';

/** There is none where the program is run without the permission model, as for looking into it. */
type Permission = NodeJS.ProcessPermission;

/**
 * Runs a matcher in this process, on its standard input and output, and ends the process.
 *
 * Nothing that goes wrong is put into words: the exit code tells the kind.
 */
export async function runMatcher<Reference, Frame>(
  openEngine: () => Promise<MatcherEngine<Reference, Frame>>,
): Promise<never> {
  process.on('uncaughtException', () => process.exit(EXIT_CODE.fault));
  try {
    const engine = await openEngine().catch((error: unknown) => {
      throw isAboutNetworks(error) ? new NetworksUnusable() : error;
    });
    const key = await makeBoothKey();
    globalThis.gc?.();
    // All that a booth reads is read; from here on there are no files for it.
    (process.permission as Permission | undefined)?.drop('fs.read');
    await write(key.publicKey);
    const messages = readMessages(process.stdin);
    const said: Promise<void>[] = [];
    const say = (symbol: BoothSymbol): void => {
      said.push(write(Uint8Array.of(codeOf(symbol))));
    };
    await serveAttempt({ engine, key, messages, say, nowMs: () => performance.now() });
    await Promise.all(said);
    process.exit(EXIT_CODE.concluded);
  } catch (error) {
    process.exit(exitCodeOf(error));
  }
}

function write(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(bytes, (error) => {
      if (error === undefined || error === null) resolve();
      else reject(error);
    });
  });
}

class NetworksUnusable extends Error {}

function isAboutNetworks(error: unknown): boolean {
  return error instanceof CodedError && /^(?:MODEL|MANIFEST)_/.test(String(error.code));
}

function exitCodeOf(error: unknown): number {
  if (error instanceof NetworksUnusable) return EXIT_CODE.networksUnusable;
  if (error instanceof PipeClosed) return EXIT_CODE.pipeBroken;
  if (error instanceof SealingError) return EXIT_CODE.captureRefused;
  if (error instanceof PolicyUnsuitable) return EXIT_CODE.policyUnsuitable;
  return EXIT_CODE.fault;
}
