import {
  decideRoute,
  isFinished,
  routeFactsOf,
  type Instant,
  type NextStep,
  type Registration,
} from '@bonin/core';
import type { RegistrationResource } from '@bonin/protocol';
import type { KeptEvent } from '@bonin/workflows';
import type { Service } from '../service.ts';

/** How a registration stands by its rule, and what can be done now; `undefined` where it was opened under none. */
export function presentRule(
  { policies, clock }: Pick<Service, 'policies' | 'clock'>,
  registration: Registration,
  events: readonly KeptEvent[],
): RegistrationResource['rule'] {
  const { rule } = registration;
  if (rule === undefined || policies.rules === undefined) return undefined;
  const facts = routeFactsOf(
    registration,
    events.map(({ event }) => event),
    askedAt(registration, events, clock.now()),
  );
  if (facts === undefined) return undefined;
  const decision = decideRoute(facts, policies.rules.version(rule.policy));
  return {
    policy: { ...rule.policy },
    name: decision.rule,
    standing: decision.standing,
    grounds: [...decision.grounds],
    next: decision.next.map(presentStep),
  };
}

/** Of one that is over, its end: it is to stand for ever as it stood then. */
export function askedAt(
  { state, openedAt }: Registration,
  events: readonly KeptEvent[],
  now: Instant,
): Instant {
  return isFinished(state) ? (events.at(-1)?.event.at ?? openedAt) : now;
}

type PresentedStep = NonNullable<RegistrationResource['rule']>['next'][number];

function presentStep(step: NextStep): PresentedStep {
  switch (step.kind) {
    case 'wait':
      return { ...step, until: toIso(step.until) };
    case 'conditional-activation':
      return { ...step, deadline: toIso(step.deadline) };
    case 'ask-exception':
      return { ...step, grounds: [...step.grounds] };
    case 'route':
    case 'activate':
    case 'cancel-line':
    case 'appeal':
      return step;
  }
}

function toIso(at: Instant): string {
  return new Date(at).toISOString();
}
