import type { PolicyName } from '@bonin/ledger';
import type { Findings } from './finding.ts';
import { nameOf } from './policies-told.ts';

/**
 * Holds what tokens of one policy say of attack detection against one another.
 *
 * Not verified: that the policy asks for it. The ledger tells its thresholds and its digest only.
 */
export class AttackDetectionTold {
  /** By policy, and then by what was said: at which leaves. Tokens do not come in their order. */
  readonly #told = new Map<string, Map<string, number[]>>();

  add(policy: PolicyName, said: string, index: number): void {
    const name = nameOf(policy);
    const ofPolicy = this.#told.get(name) ?? new Map<string, number[]>();
    this.#told.set(name, ofPolicy);
    const places = ofPolicy.get(said);
    if (places === undefined) ofPolicy.set(said, [index]);
    else places.push(index);
  }

  /** Tells of every token that says another thing than the first of its policy. */
  finish(findings: Findings): void {
    for (const ofPolicy of this.#told.values()) {
      if (ofPolicy.size === 1) continue;
      const said = [...ofPolicy.values()].map((places) => places.toSorted((a, b) => a - b));
      const [, ...others] = said.toSorted(([a = 0], [b = 0]) => a - b);
      for (const index of others.flat().toSorted((a, b) => a - b)) {
        findings.add('token-attack-detection-differs', { index });
      }
    }
  }
}
