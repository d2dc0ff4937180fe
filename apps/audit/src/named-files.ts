/** Reads what a command names. */
import { readFile } from 'node:fs/promises';
import { LedgerError, parseWitnessPolicy, type WitnessPolicy } from '@bonin/ledger';
import { readJson } from './export-folder.ts';
import { readResultKeys, type ResultKeys } from './tokens.ts';
import { TrustPolicyError, parseTrustPolicy, type TrustPolicy } from './trust/trust-policy.ts';

/** A command, or a file that it names, cannot be used. */
export class UsageError extends Error {}

/** The options that say what is trusted. */
export interface TrustOptions {
  readonly trust?: string | undefined;
  readonly policy?: string | undefined;
  readonly build: readonly string[];
  readonly builds?: string | undefined;
  readonly 'any-build': boolean;
}

/** What a command trusts. */
export interface Trusted {
  /** `undefined`: it was not said. */
  readonly builds: ReadonlySet<string> | 'any' | undefined;
  readonly policy: WitnessPolicy | undefined;
  /** The file of `--trust`; without one nothing else is asked. */
  readonly trust: TrustPolicy | undefined;
}

const DIGEST = /^[0-9a-f]{64}$/;

export async function readTrusted(options: TrustOptions): Promise<Trusted> {
  const isBuildNamed = options.builds !== undefined || options.build.length > 0;
  const ways = [options.trust !== undefined, isBuildNamed, options['any-build']];
  if (ways.filter(Boolean).length > 1) {
    throw new UsageError('Either --trust, or --build and --builds, or --any-build.');
  }
  const trust = options.trust === undefined ? undefined : await readTrust(options.trust);
  const given = options.policy === undefined ? undefined : await readPolicy(options.policy);
  if (given !== undefined && trust?.ledger !== undefined) {
    throw new UsageError('--trust names logs and witnesses already; leave --policy out.');
  }
  const named = isBuildNamed ? await readBuilds(options) : undefined;
  const isAny = options['any-build'] || trust !== undefined;
  return {
    builds: trust?.builds ?? named ?? (isAny ? 'any' : undefined),
    policy: given ?? trust?.ledger,
    trust,
  };
}

async function readTrust(file: string): Promise<TrustPolicy> {
  try {
    return parseTrustPolicy(await readText(file));
  } catch (error) {
    if (!(error instanceof TrustPolicyError)) throw error;
    throw new UsageError(`The trust policy cannot be read: ${error.member}.`);
  }
}

async function readPolicy(file: string): Promise<WitnessPolicy> {
  try {
    return parseWitnessPolicy(await readText(file));
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new UsageError(
      `The policy cannot be read: ${error.code}, line ${error.details['line'] ?? 0}.`,
    );
  }
}

/** One digest a line; lines that begin with # are left out. */
async function readBuilds({ build, builds }: TrustOptions): Promise<ReadonlySet<string>> {
  const lines = builds === undefined ? [] : (await readText(builds)).split('\n');
  const digests = [...build, ...lines.filter((line) => line !== '' && !line.startsWith('#'))];
  if (!digests.every((line) => DIGEST.test(line))) {
    throw new UsageError('--build is a digest, and --builds holds one a line.');
  }
  return new Set(digests);
}

/** The set itself, for what reads it anew. */
export async function readKeySet(file: string): Promise<unknown> {
  const set = await readJson(file);
  // Never the export's in its place: whoever names a set of their own has a reason.
  if (set === undefined) throw new UsageError('The file of --keys cannot be read.');
  return set;
}

export async function readNamedKeys(file: string | undefined): Promise<ResultKeys> {
  const keys = file === undefined ? undefined : await readResultKeys(await readKeySet(file));
  if (keys === undefined) throw new UsageError('A token needs --keys with a JWK set.');
  return keys;
}

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new UsageError('A file that was named cannot be read.');
  }
}
