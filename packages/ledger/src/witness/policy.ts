/** Whom a verifier trusts: logs, witnesses, and how many of which have to agree. @see C2SP tlog-policy */
import { LedgerError } from '../ledger-error.ts';
import {
  SIGNATURE_TYPE,
  encodeVerifierKey,
  parseVerifierKey,
  type VerifierKey,
} from '../note/verifier-key.ts';
import { toBase64 } from '../bytes.ts';

/** A witness as a policy names it. */
export interface TrustedWitness {
  readonly kind: 'witness';
  readonly key: VerifierKey;
  /** Where it takes checkpoints, when the policy says. */
  readonly url: string | undefined;
}

/** So many of these members have to have witnessed. */
export interface WitnessGroup {
  readonly kind: 'group';
  readonly threshold: number;
  readonly members: readonly string[];
}

/** Read by {@link parseWitnessPolicy}. */
export interface WitnessPolicy {
  readonly logs: readonly VerifierKey[];
  /** Witnesses and groups by the name that the policy gives them. */
  readonly members: ReadonlyMap<string, TrustedWitness | WitnessGroup>;
  /** A name of {@link members}, or `none`. */
  readonly quorum: string;
}

const POLICY_MAX_LENGTH = 262_144;
const MOST_ITEMS = 64;
const NONE = 'none';

/**
 * Reads a policy file.
 *
 * Not verified: that its keys belong to whom one thinks. That is what the reader of the file vouches for.
 *
 * @throws {LedgerError} `WITNESS_POLICY_MALFORMED` with the number of the `line`, from 1; 0 when a line is missing
 */
export function parseWitnessPolicy(text: string): WitnessPolicy {
  if (
    text.length > POLICY_MAX_LENGTH ||
    /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text) ||
    !/\n$/.test(text)
  ) {
    throw malformed(0);
  }
  const logs: VerifierKey[] = [];
  const members = new Map<string, TrustedWitness | WitnessGroup>();
  const taken = new Set<string>();
  const publicKeys = new Set<string>();
  let quorum: string | undefined;

  for (const [at, line] of text.split('\n').entries()) {
    const [keyword, ...items] = line.split(/[ \t]+/).filter((item) => item !== '');
    if (keyword === undefined || keyword.startsWith('#')) continue;
    const fail = (): never => {
      throw malformed(at + 1);
    };
    const trustedKey = (encoded: string | undefined, types: readonly number[]): VerifierKey => {
      const key = keyOrUndefined(encoded);
      if (key === undefined || !types.includes(key.type)) return fail();
      const bytes = toBase64(key.publicKey);
      // One key under two names would count twice.
      if (publicKeys.has(bytes)) return fail();
      publicKeys.add(bytes);
      return key;
    };
    const newName = (name: string | undefined): string =>
      name === undefined || name === NONE || members.has(name) || members.size >= MOST_ITEMS
        ? fail()
        : name;

    if (keyword === 'log') {
      if (items.length > 2 || logs.length >= MOST_ITEMS) fail();
      logs.push(trustedKey(items[0], [SIGNATURE_TYPE.ed25519, SIGNATURE_TYPE.mlDsa44]));
    } else if (keyword === 'witness') {
      if (items.length > 3) fail();
      const [name, encoded, url] = items;
      const key = trustedKey(encoded, [SIGNATURE_TYPE.cosignature, SIGNATURE_TYPE.mlDsa44]);
      members.set(newName(name), { kind: 'witness', key, url });
    } else if (keyword === 'group') {
      const [name, amount, ...names] = items;
      if (names.length === 0 || new Set(names).size !== names.length) fail();
      // Each may be in one group only, so that no witness counts twice.
      if (names.some((each) => !members.has(each) || taken.has(each))) fail();
      const threshold = amount === 'all' ? names.length : amount === 'any' ? 1 : Number(amount);
      if (!/^(?:all|any|[1-9][0-9]?)$/.test(amount ?? '') || threshold > names.length) fail();
      for (const each of names) taken.add(each);
      members.set(newName(name), { kind: 'group', threshold, members: names });
    } else if (keyword === 'quorum') {
      const [name, ...more] = items;
      if (name === undefined || more.length > 0 || quorum !== undefined) return fail();
      if (name !== NONE && !members.has(name)) fail();
      quorum = name;
    } else {
      fail();
    }
  }
  if (quorum === undefined) throw malformed(0);
  return { logs, members, quorum };
}

/**
 * Writes the policy that asks for k of n witnesses.
 *
 * @param witnesses - verifier keys, with or without an address
 * @param k - 0 asks for none
 */
export function kOfN({
  logs,
  witnesses,
  k,
}: {
  readonly logs: readonly VerifierKey[];
  readonly witnesses: readonly { readonly key: VerifierKey; readonly url?: string }[];
  readonly k: number;
}): string {
  const names = witnesses.map((_, at) => `w${at + 1}`);
  return [
    ...logs.map((key) => `log ${encodeVerifierKey(key)}`),
    ...witnesses.map(({ key, url }, at) =>
      ['witness', names[at]!, encodeVerifierKey(key), ...(url === undefined ? [] : [url])].join(
        ' ',
      ),
    ),
    ...(k === 0 ? [] : [`group witnesses ${k} ${names.join(' ')}`]),
    `quorum ${k === 0 ? NONE : 'witnesses'}`,
    '',
  ].join('\n');
}

/** The witnesses of a policy, with the names it gives them. */
export function witnessesOf(
  policy: WitnessPolicy,
): readonly (TrustedWitness & { readonly name: string })[] {
  return [...policy.members].flatMap(([name, member]) =>
    member.kind === 'witness' ? [{ ...member, name }] : [],
  );
}

/** Tells whether these witnesses are enough. @param names - as the policy names them */
export function isQuorum(policy: WitnessPolicy, names: ReadonlySet<string>): boolean {
  const hasWitnessed = (name: string): boolean => {
    const member = policy.members.get(name);
    if (member?.kind !== 'group') return member !== undefined && names.has(name);
    return member.members.filter(hasWitnessed).length >= member.threshold;
  };
  return policy.quorum === NONE || hasWitnessed(policy.quorum);
}

function keyOrUndefined(encoded: string | undefined): VerifierKey | undefined {
  try {
    return parseVerifierKey(encoded ?? '');
  } catch (error) {
    if (error instanceof LedgerError) return undefined;
    throw error;
  }
}

function malformed(line: number): LedgerError {
  return new LedgerError('WITNESS_POLICY_MALFORMED', { line });
}
