import {
  attemptsUnder,
  faceTermsOf,
  type AttemptPolicy,
  type Registration,
  type RouteId,
  type RouteTerms,
} from '@bonin/core';
import type { PolicyBook } from './ports/policy-book.ts';

/** The terms of the face route that a registration was opened under; `undefined` where no rule was. */
export function faceTermsFor(
  { rules }: Pick<PolicyBook, 'rules'>,
  { rule }: Pick<Registration, 'rule'>,
): RouteTerms | undefined {
  if (rule === undefined || rules === undefined) return undefined;
  return faceTermsOf(rules.version(rule.policy), rule.situation);
}

/** The attempts that a registration has: those of its face policy, within its rule. */
export function attemptsOf(
  policies: Pick<PolicyBook, 'version' | 'rules'>,
  registration: Pick<Registration, 'policy' | 'rule'>,
): AttemptPolicy {
  const { attempts } = policies.version(registration.policy);
  return attemptsUnder(attempts, faceTermsFor(policies, registration));
}

/** The routes that the rule of a registration offers, as equals; none where no rule was in force. */
export function routesFor(
  { rules }: Pick<PolicyBook, 'rules'>,
  { rule }: Pick<Registration, 'rule'>,
): readonly RouteId[] {
  if (rule === undefined || rules === undefined) return [];
  const { terms } = rules.version(rule.policy).ruleOf(rule.situation);
  return terms.kind === 'required' ? terms.routes.map(({ route }) => route) : [];
}
