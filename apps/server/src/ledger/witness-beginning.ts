import type { DecisionPolicy, Instant } from '@bonin/core';
import {
  digest,
  toBase64Url,
  toMinute,
  type KeyChangeStatement,
  type Statement,
} from '@bonin/ledger';
import type { LedgerStore } from '@bonin/workflows';
import type { Keyring } from '../keys/keyring.ts';
import { entryOf, policyDigest } from './ledger-scribe.ts';

export interface BeginningFacts {
  readonly at: Instant;
  readonly policy: DecisionPolicy;
  readonly keyring: Pick<Keyring, 'result' | 'retired'>;
  /** Text of the key that signs checkpoints. */
  readonly verifierKey: string;
}

/** Witnesses once what is in force from the start on: the keys, the policy and its thresholds. */
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
  const { comparison, pad } = policy.face;
  const threshold = (decides: string, { scale, minimum, calibration }: Threshold): Statement => ({
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
    [
      `policy ${policy.id}@${String(policy.version)}`,
      [
        {
          kind: 'policy',
          ...common,
          change: 'in-force',
          policy: name,
          policyDigest: policyDigest(policy),
        },
        threshold('comparison', comparison),
        threshold('attack-detection', { ...pad, minimum: pad.bonaFideFrom }),
      ],
    ],
  ];
  for (const [what, statements] of once) {
    await store.appendOnce(what, statements.map(entryOf), at);
  }
}

interface Threshold {
  readonly scale: string;
  readonly minimum: number;
  readonly calibration: string;
}
