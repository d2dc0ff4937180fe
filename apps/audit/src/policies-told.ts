/** What a ledger tells of policies. */
import type { PolicyName, PolicyStatement, ThresholdStatement } from '@bonin/ledger';

const NONE: readonly ThresholdStatement[] = [];

/**
 * Gathers what is told of each version of a policy, in the order of the leaves.
 *
 * A version is told again when it comes back into force; it is one document, so the same has to be told then.
 */
export class PoliciesTold {
  readonly #inForce = new Set<string>();
  readonly #digests = new Map<string, string>();
  /** Lists are replaced, never added to: whoever was given one keeps what was told up to then. */
  readonly #thresholds = new Map<string, readonly ThresholdStatement[]>();

  /** @returns whether it is what was told of that version before */
  addPolicy({ change, policy, policyDigest }: PolicyStatement): boolean {
    const name = nameOf(policy);
    if (change === 'in-force') this.#inForce.add(name);
    const told = this.#digests.get(name);
    if (told === undefined) this.#digests.set(name, policyDigest);
    return told === undefined || told === policyDigest;
  }

  /** @returns as {@link addPolicy} */
  addThreshold(statement: ThresholdStatement): boolean {
    const { policy, decides, scale, minimum } = statement;
    const name = nameOf(policy);
    const told = this.thresholdsOf(policy);
    const same = told.find((each) => each.decides === decides && each.scale === scale);
    if (same === undefined) this.#thresholds.set(name, [...told, statement]);
    return same === undefined || same.minimum === minimum;
  }

  /** Whether it was in force up to now; one that was withdrawn since may still end what began under it. */
  wasInForce(policy: PolicyName): boolean {
    return this.#inForce.has(nameOf(policy));
  }

  digestOf(policy: PolicyName): string | undefined {
    return this.#digests.get(nameOf(policy));
  }

  /** Empty when none was told. */
  thresholdsOf(policy: PolicyName): readonly ThresholdStatement[] {
    return this.#thresholds.get(nameOf(policy)) ?? NONE;
  }
}

/** Of a version of a policy, as one text. */
export function nameOf({ id, version }: PolicyName): string {
  return `${id}@${String(version)}`;
}
