import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * SHA-256 of the program of Node 26.10.0 for each platform, as its package has it. The lock file names the package that brings it, which
 * fetches it by its version alone; what must run is named here. Change both together.
 */
export const RUNTIME_DIGESTS: Readonly<Record<string, string>> = {
  'linux-x64': 'ab9c8eecf9f82d6693cdc3accced17034065c8d96213b0aa76a7e803d20ae1da',
  'linux-arm64': '71b004f18a82f3ea8f26109798564a12e5e4c7989a4c35b93851830b5815dd03',
  'darwin-arm64': '56d28b39a8048f0cd1af7ad7e09f6cbe1c04439b6dfeb6c8d9090c082af60861',
  'darwin-x64': '083775c8c778a1ab7aee1c9971ba2dac29032b5f60da9db9a2b8e9d050544c31',
};

/** Whether a program is the one that is named for a platform, another one, or none is named. */
export type RuntimeCheck = 'as-named' | 'another' | 'none-named';

/**
 * Compares the program of Node with the digest that is named for this platform.
 *
 * @param platform - as in `linux-x64`: `process.platform` and `process.arch`
 * @throws {Error} when the file cannot be read
 */
export function checkRuntime(
  file: string,
  platform: string,
  digests: Readonly<Record<string, string>> = RUNTIME_DIGESTS,
): RuntimeCheck {
  const named = Object.hasOwn(digests, platform) ? digests[platform] : undefined;
  if (named === undefined) return 'none-named';
  const found = createHash('sha256').update(readFileSync(file)).digest('hex');
  return found === named ? 'as-named' : 'another';
}
