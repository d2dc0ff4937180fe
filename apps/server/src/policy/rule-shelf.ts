import {
  RegistrationError,
  openHistory,
  type CompiledPolicy,
  type Instant,
  type PolicyHistory,
  type PolicyVersion,
} from '@bonin/core';
import { toMinute, type PolicyStatement, type Statement } from '@bonin/ledger';
import {
  PublicationError,
  admitPolicy,
  readSignedPolicy,
  type PolicyOperators,
  type SignedPolicy,
} from '@bonin/policies';
import type { Clock, LedgerStore, RoutePolicyArchive, RuleBook } from '@bonin/workflows';
import { entryOf } from '../ledger/ledger-scribe.ts';

export interface RuleShelfParts {
  readonly archive: RoutePolicyArchive;
  readonly ledger: Pick<LedgerStore, 'appendOnce' | 'appendOnChange'>;
  readonly operators: PolicyOperators;
  readonly clock: Clock;
  /** Digests of the consent texts that this service shows. */
  readonly consentTexts: ReadonlySet<string>;
}

/** The route policies that were published here. */
export interface RuleShelf extends RuleBook {
  /** The one in force now, if any has been published. */
  current(): PolicyVersion | undefined;
  /**
   * Publishes a signed document, and tells the ledger. What is refused changes nothing: what was in force stays so.
   *
   * @throws {PublicationError} and {@link PolicyError} as `readSignedPolicy` and `admitPolicy` do
   */
  publish(note: string): Promise<SignedPolicy>;
  /**
   * Learns of what another node has published, and tells the ledger what has come into force. Returns a fault for each document
   * that cannot be used, and one when the rule in force should have ended and no other has begun.
   */
  refresh(): Promise<readonly unknown[]>;
}

/**
 * Opens the route policies that were published.
 *
 * Each is verified anew, so that whoever can write the database cannot lay down a rule. Where something was published and nothing
 * of it holds, no registration is opened: to go on without a rule would be the laxest of all.
 */
export async function openRuleShelf(parts: RuleShelfParts): Promise<RuleShelf> {
  const { archive, operators, clock, consentTexts } = parts;
  let known: readonly SignedPolicy[] = [];
  let history: PolicyHistory = openHistory([]);
  let isDamaged = false;

  // The last that has begun, also when it should have ended: nobody is left without a rule because the next one is late.
  const begunAt = (at: Instant): CompiledPolicy | undefined =>
    history.at(at) ?? history.policies.findLast(({ policy: { from } }) => from <= at);

  async function learn(): Promise<readonly unknown[]> {
    const faults: unknown[] = [];
    const valid: SignedPolicy[] = [];
    const published = await archive.list();
    for (const { note } of published) {
      try {
        valid.push(
          known.find((one) => one.note === note) ?? (await readSignedPolicy(note, operators)),
        );
      } catch (error) {
        faults.push(error);
      }
    }
    try {
      history = openHistory(valid.map(({ policy }) => policy));
      known = valid;
    } catch (error) {
      faults.push(error);
    }
    isDamaged = faults.length > 0;
    return faults;
  }

  async function refresh(): Promise<readonly unknown[]> {
    const faults = await learn();
    const at = clock.now();
    await tellLedger(parts, known, { at, current: begunAt(at) });
    const isOverdue = history.at(at) === undefined && begunAt(at) !== undefined;
    return isOverdue ? [...faults, new PublicationError('POLICY_EXPIRED')] : faults;
  }

  await refresh();
  return {
    inForce(at) {
      const policy = begunAt(at);
      if (policy === undefined && isDamaged) throw new RegistrationError('POLICY_NOT_IN_FORCE');
      return policy;
    },
    version({ id, version }) {
      const found = history.policies.find(
        ({ policy }) => policy.id === id && policy.version === version,
      );
      if (found === undefined) throw new RegistrationError('POLICY_NOT_IN_FORCE');
      return found;
    },
    current() {
      const policy = begunAt(clock.now())?.policy;
      return policy && { id: policy.id, version: policy.version };
    },
    async publish(note) {
      const signed = await readSignedPolicy(note, operators);
      await learn();
      const { policy } = signed;
      admitPolicy(
        known.map((one) => one.policy),
        policy,
        clock.now(),
      );
      // Nobody could agree to a text that nobody is shown.
      if (!Object.values(policy.texts.consent).every((text) => consentTexts.has(text))) {
        throw new PublicationError('POLICY_TEXT_UNKNOWN');
      }
      await archive.publish(
        { policy: { id: policy.id, version: policy.version }, note },
        clock.now(),
      );
      await refresh();
      return signed;
    },
    refresh,
  };
}

/** Every publication once, and what has come into force or gone out of it. */
async function tellLedger(
  { ledger }: RuleShelfParts,
  known: readonly SignedPolicy[],
  { at, current }: { readonly at: Instant; readonly current: CompiledPolicy | undefined },
): Promise<void> {
  const said = (change: PolicyStatement['change'], { id, version, digest }: Said): Statement => ({
    kind: 'policy',
    at: toMinute(at),
    change,
    policy: { id, version },
    policyDigest: digest,
  });
  const saidOf = ({ policy: { id, version }, digest }: SignedPolicy): Said => ({
    id,
    version,
    digest,
  });
  for (const one of known) {
    const { id, version } = one.policy;
    const name = `route policy ${id}@${String(version)}`;
    await ledger.appendOnce(name, [entryOf(said('published', saidOf(one)))], at);
  }
  const now = known.find(({ policy }) => policy === current?.policy);
  if (now === undefined) return;
  await ledger.appendOnChange(
    'route policy',
    JSON.stringify(saidOf(now)),
    (last) =>
      [
        ...(last === undefined ? [] : [said('withdrawn', JSON.parse(last) as Said)]),
        said('in-force', saidOf(now)),
      ].map(entryOf),
    at,
  );
}

/** A route policy as the ledger was told of it. */
interface Said {
  readonly id: string;
  readonly version: number;
  readonly digest: string;
}
