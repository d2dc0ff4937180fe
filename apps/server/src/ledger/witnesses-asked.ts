import {
  encodeVerifierKey,
  isQuorum,
  LedgerError,
  parseVerifierKey,
  parseWitnessPolicy,
  witnessesOf,
  type WitnessPolicy,
} from '@bonin/ledger';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ServerError } from '../server-error.ts';

/** The witnesses that this installation asks to sign its checkpoints, and how many of which have to. */
export interface WitnessesAsked {
  readonly policy: WitnessPolicy;
  /** SHA-256, hex, of who has to sign: a checkpoint was witnessed under exactly this. Addresses do not change it. */
  readonly digest: string;
}

/**
 * Reads the policy file that names them, in the form of C2SP `tlog-policy`.
 *
 * Lines of logs in it are for other readers: the one log here is this installation's own, whose key is made at its first start.
 *
 * @param verifierKey - of this log
 * @throws {ServerError} `WITNESS_POLICY_UNUSABLE` with the `line` where it is malformed, or the `witness`, by its place, whose
 *   address is none; without either when the file cannot be read or those with an address can never be enough
 */
export function readWitnesses(file: string, verifierKey: string): WitnessesAsked {
  const text = readText(file);
  const policy = { ...parsed(text), logs: [parseVerifierKey(verifierKey)] };
  const named = witnessesOf(policy);
  for (const [at, { url }] of named.entries()) {
    if (url !== undefined && !isAddress(url)) {
      throw new ServerError('WITNESS_POLICY_UNUSABLE', { witness: at + 1 });
    }
  }
  const askable = named.filter(({ url }) => url !== undefined).map(({ name }) => name);
  if (!isQuorum(policy, new Set(askable))) throw new ServerError('WITNESS_POLICY_UNUSABLE');
  return { policy, digest: digestOf(policy) };
}

function digestOf({ members, quorum }: WitnessPolicy): string {
  const rules = [...members].map(([name, member]) =>
    member.kind === 'witness'
      ? [name, encodeVerifierKey(member.key)]
      : [name, member.threshold, member.members],
  );
  return createHash('sha256')
    .update(JSON.stringify([rules, quorum]))
    .digest('hex');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new ServerError('WITNESS_POLICY_UNUSABLE');
  }
}

function parsed(text: string): WitnessPolicy {
  try {
    return parseWitnessPolicy(text);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new ServerError('WITNESS_POLICY_UNUSABLE', { line: error.details['line'] ?? 0 });
  }
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
