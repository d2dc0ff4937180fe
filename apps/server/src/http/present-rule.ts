import type { ExceptionStep, Instant, NextStep, Registration } from '@bonin/core';
import type { RegistrationResource } from '@bonin/protocol';
import { decideUnder, type Recorded } from '@bonin/workflows';
import type { Service } from '../service.ts';

/** How a registration stands by its rule, and what can be done now; `undefined` where it was opened under none. */
export function presentRule(
  service: Pick<Service, 'policies' | 'clock'>,
  registration: Registration,
  recorded: Omit<Recorded, 'at'>,
): RegistrationResource['rule'] {
  const { rule } = registration;
  const decision = decideUnder(service, registration, { ...recorded, at: service.clock.now() });
  if (rule === undefined || decision === undefined) return undefined;
  const { document, nationality, tenantClass } = rule.situation;
  return {
    policy: { ...rule.policy },
    situation: { document, nationality, tenantClass },
    name: decision.rule,
    standing: decision.standing,
    grounds: [...decision.grounds],
    next: decision.next.map(presentStep),
    ...presentChosen(recorded.events),
    ...presentException(recorded.steps),
  };
}

/** Which other route the applicant wanted when leaving the face. */
function presentChosen(
  events: Recorded['events'],
): Pick<NonNullable<RegistrationResource['rule']>, 'chosen'> {
  const left = events.findLast(({ event }) => event.kind === 'face-route-left')?.event;
  return left?.kind !== 'face-route-left' || left.chosen === undefined
    ? {}
    : { chosen: left.chosen };
}

/** The last exception that was asked for, and what became of it. */
function presentException(
  steps: readonly ExceptionStep[],
): Pick<NonNullable<RegistrationResource['rule']>, 'exception'> {
  const from = steps.findLastIndex(({ kind }) => kind === 'asked');
  const [asked, ...others] = steps.slice(from);
  if (from < 0 || asked?.kind !== 'asked') return {};
  const taken = (step: ExceptionStep) => ({ by: step.by, at: toIso(step.at) });
  const refused = others.find(({ kind }) => kind === 'refused');
  return {
    exception: {
      ground: asked.ground,
      asked: taken(asked),
      granted: others.filter(({ kind }) => kind === 'granted').map(taken),
      ...(refused === undefined ? {} : { refused: taken(refused) }),
    },
  };
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
