import { thresholdsOf, type DecisionPolicy, type Instant, type Threshold } from '@bonin/core';
import {
  digest,
  encodeVerifierKey,
  toBase64Url,
  toMinute,
  witnessesOf,
  type KeyChangeStatement,
  type PolicyStatement,
  type Statement,
} from '@bonin/ledger';
import type { LedgerStore } from '@bonin/workflows';
import type { Keyring } from '../keys/keyring.ts';
import { entryOf, policyDigest } from './ledger-scribe.ts';
import type { WitnessesAsked } from './witnesses-asked.ts';

export interface BeginningFacts {
  readonly at: Instant;
  readonly policy: DecisionPolicy;
  readonly keyring: Pick<Keyring, 'result' | 'retired'>;
  /** Text of the key that signs checkpoints. */
  readonly verifierKey: string;
  /** Those that are asked, where any are. */
  readonly witnesses?: WitnessesAsked | undefined;
}

/**
 * Witnesses what is in force from the start on, and what no longer is: the keys, the policy and its thresholds. What has not
 * changed since the last start is not said again.
 */
export async function witnessBeginning(store: LedgerStore, facts: BeginningFacts): Promise<void> {
  const { at, policy, keyring, verifierKey } = facts;
  const name = { id: policy.id, version: policy.version };
  const common = { at: toMinute(at) };
  const key = (
    use: KeyChangeStatement['use'],
    id: string,
    change: KeyChangeStatement['change'] = 'added',
  ): Statement => ({
    kind: 'key-change',
    ...common,
    change,
    use,
    key: id,
  });
  const threshold = ({ decides, scale, minimum, calibration }: Threshold): Statement => ({
    kind: 'threshold',
    ...common,
    policy: name,
    decides,
    scale,
    minimum: String(minimum),
    calibration,
  });
  const logKey = toBase64Url(digest(Buffer.from(verifierKey)));
  const once: readonly (readonly [name: string, statements: readonly Statement[]])[] = [
    [`key log ${logKey}`, [key('log', logKey)]],
    [`key results ${keyring.result.kid}`, [key('results', keyring.result.kid)]],
    // Those that signed results, not offers.
    ...keyring.retired
      .filter(({ alg }) => alg === keyring.result.alg)
      .map(({ kid }) => [`key retired ${kid}`, [key('results', kid, 'retired')]] as const),
  ];
  for (const [what, statements] of once) {
    await store.appendOnce(what, statements.map(entryOf), at);
  }
  const inForce = (
    change: PolicyStatement['change'],
    { id, version, digest: policyDigest }: SaidPolicy,
  ): Statement => ({ kind: 'policy', ...common, change, policy: { id, version }, policyDigest });
  const said: SaidPolicy = { ...name, digest: policyDigest(policy) };
  await store.appendOnChange(
    'policy',
    JSON.stringify(said),
    (last) =>
      [
        ...(last === undefined ? [] : [inForce('withdrawn', JSON.parse(last) as SaidPolicy)]),
        inForce('in-force', said),
        ...thresholdsOf(policy.face).map(threshold),
      ].map(entryOf),
    at,
  );
  const witnessKeys = facts.witnesses === undefined ? [] : witnessKeysOf(facts.witnesses);
  const kept = keyring.retired
    .filter(({ alg }) => alg === keyring.result.alg)
    .map(({ kid }) => kid);
  for (const { topic, use, keys, gone } of [
    { topic: 'log key', use: 'log', keys: [logKey], gone: 'retired' },
    { topic: 'witness keys', use: 'witness', keys: witnessKeys, gone: 'retired' },
    // What signed results and is not even among those that did is not to be trusted any more.
    { topic: 'result keys', use: 'results', keys: [keyring.result.kid, ...kept], gone: 'revoked' },
  ] as const) {
    await store.appendOnChange(
      topic,
      keys.toSorted().join(' '),
      (last = '') => {
        const before = last.split(' ').filter((id) => id !== '');
        const missing = before.filter((id) => !keys.includes(id));
        const fresh = use === 'witness' ? keys.filter((id) => !before.includes(id)) : [];
        return [...missing.map((id) => key(use, id, gone)), ...fresh.map((id) => key(use, id))].map(
          entryOf,
        );
      },
      at,
    );
  }
}

/** A policy as the ledger was told of it. */
interface SaidPolicy {
  readonly id: string;
  readonly version: number;
  readonly digest: string;
}

function witnessKeysOf({ policy }: WitnessesAsked): readonly string[] {
  return witnessesOf(policy).map((witness) =>
    toBase64Url(digest(Buffer.from(encodeVerifierKey(witness.key)))),
  );
}
