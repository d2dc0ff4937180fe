import { instant } from '../../../time/time.ts';
import type { RoutePolicy, RouteRule, RuleTerms } from '../route-policy.ts';

/** A complete, ordinary route policy of these rules; a test states only what makes it different. */
export function routePolicy(
  rules: readonly RouteRule[],
  rest: Partial<RoutePolicy> = {},
): RoutePolicy {
  return {
    id: 'rules',
    version: 1,
    standing: 'enacted',
    from: instant(0),
    facePolicy: { id: 'face' },
    texts: { consent: {}, warning: {}, notice: {} },
    rules,
    ...rest,
  };
}

/** One whose only row fits everybody. */
export function routePolicyFor(terms: RuleTerms): RoutePolicy {
  return routePolicy([{ name: 'all', when: {}, terms }]);
}
