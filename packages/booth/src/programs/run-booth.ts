import { CodedError } from '@bonin/core';
import { makeBoothKey, SealingError, type BoothKey } from '@bonin/sealing';
import { EXIT_CODE } from '../exit-code.ts';
import { readMessages, type PipeMessage } from '../pipe.ts';

/** The parent closed the pipe before the capture's last part. */
export class PipeClosed extends Error {}

/** The policy's thresholds are for other networks; found out before anything is opened. */
export class PolicyUnsuitable extends Error {}

/** There is none where the program is run without the permission model, as for looking into it. */
type Permission = NodeJS.ProcessPermission;

/**
 * Runs a booth program in this process, on its standard input and output, and ends the process: opens what it works with,
 * makes its key, gives up reading files, says the key, and serves one attempt.
 *
 * Nothing that goes wrong is put into words: the exit code tells the kind.
 */
export async function runBooth<Engine>(
  openEngine: () => Promise<Engine>,
  serve: (
    engine: Engine,
    key: BoothKey,
    messages: AsyncIterator<PipeMessage, void>,
  ) => Promise<void>,
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
    await say(key.publicKey);
    await serve(engine, key, readMessages(process.stdin));
    process.exit(EXIT_CODE.concluded);
  } catch (error) {
    process.exit(exitCodeOf(error));
  }
}

/** Says bytes to the parent; resolves when they are on their way. */
export function say(bytes: Uint8Array): Promise<void> {
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
