import type { Instant } from '../../time/time.ts';
import { PolicyError } from '../policy-error.ts';
import { compilePolicy, type CompiledPolicy } from './compile-policy.ts';
import type { RoutePolicy } from './route-policy.ts';

/** Route policies that were, are and will be in force, one after the other. */
export interface PolicyHistory {
  /** The one in force at an instant; `undefined` when none is. */
  at(when: Instant): CompiledPolicy | undefined;
  readonly policies: readonly CompiledPolicy[];
}

/**
 * Puts route policies in the order of time. Drafts, and what never came into force, are left out. One without an end is in force
 * until the next begins; one that names a later end contradicts it.
 *
 * @throws {PolicyError} `POLICY_OVERLAPS` when two of them would be in force at one moment; and as {@link compilePolicy} does
 */
export function openHistory(policies: readonly RoutePolicy[]): PolicyHistory {
  const enacted = policies
    .filter(({ standing }) => standing === 'enacted')
    .map((policy) => compilePolicy(policy))
    .sort((one, other) => one.policy.from - other.policy.from);
  enacted.forEach(({ policy }, at) => {
    const next = enacted[at + 1];
    if (next === undefined) return;
    const isBehind = policy.from === next.policy.from;
    if (isBehind || (policy.until !== undefined && policy.until > next.policy.from)) {
      throw new PolicyError('POLICY_OVERLAPS', { version: policy.version });
    }
  });
  return {
    policies: enacted,
    at(when) {
      const begun = enacted.findLast(({ policy }) => when >= policy.from);
      const until = begun?.policy.until;
      return until === undefined || when < until ? begun : undefined;
    },
  };
}
