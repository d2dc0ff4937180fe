import type { AttemptPolicy } from '../policy/face-policy.ts';
import type { CompiledPolicy } from '../policy/routes/compile-policy.ts';
import type { RouteTerms } from '../policy/routes/route-policy.ts';
import type { Situation } from '../policy/routes/situation.ts';
import { FACE_ROUTE } from './route-facts.ts';

/** The terms of the face route in a situation; `undefined` where the rule does not offer it. */
export function faceTermsOf(
  compiled: CompiledPolicy,
  situation: Situation,
): RouteTerms | undefined {
  const { terms } = compiled.ruleOf(situation);
  return terms.kind === 'required'
    ? terms.routes.find(({ route }) => route === FACE_ROUTE)
    : undefined;
}

/** The attempts that a face policy gives, no more of them than the rule does. */
export function attemptsUnder(
  attempts: AttemptPolicy,
  terms: RouteTerms | undefined,
): AttemptPolicy {
  if (terms === undefined) return attempts;
  return { ...attempts, attemptsMax: Math.min(attempts.attemptsMax, terms.attempts.max) };
}
