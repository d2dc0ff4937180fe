import { PolicyError } from '../policy-error.ts';
import type { RoutePolicy, RouteRule } from './route-policy.ts';
import { SITUATION_DIMENSIONS, allSituations, placeOf, type Situation } from './situation.ts';

/** A route policy whose table has been laid out: one rule for each situation. */
export interface CompiledPolicy {
  readonly policy: RoutePolicy;
  /** The rule of a situation. @throws {PolicyError} `SITUATION_UNKNOWN` */
  ruleOf(situation: Situation): RouteRule;
}

/**
 * Lays the table of a policy out, and refuses one that leaves a situation without a rule or has a rule that nothing reaches: both
 * are mistakes of who wrote it, and somebody would learn of them in a store.
 *
 * @throws {PolicyError} `POLICY_LEAVES_GAP` or `POLICY_RULE_UNREACHED`, with the number of the rule from 0
 */
export function compilePolicy(policy: RoutePolicy): CompiledPolicy {
  const reached = new Set<RouteRule>();
  const table = allSituations().map((situation) => {
    const rule = policy.rules.find((one) => appliesTo(one, situation));
    if (rule === undefined) throw new PolicyError('POLICY_LEAVES_GAP', { ...situation });
    reached.add(rule);
    return rule;
  });
  const unreached = policy.rules.findIndex((rule) => !reached.has(rule));
  if (unreached >= 0) throw new PolicyError('POLICY_RULE_UNREACHED', { rule: unreached });
  return {
    policy,
    ruleOf(situation) {
      const rule = table[placeOf(situation) ?? -1];
      if (rule === undefined) throw new PolicyError('SITUATION_UNKNOWN');
      return rule;
    },
  };
}

function appliesTo({ when }: RouteRule, situation: Situation): boolean {
  return SITUATION_DIMENSIONS.every((dimension) => {
    const values: readonly string[] | undefined = when[dimension];
    return values === undefined || values.includes(situation[dimension]);
  });
}
