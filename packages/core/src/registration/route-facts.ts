import type { RouteFacts, RouteTrial } from '../policy/routes/decide-route.ts';
import { parseRouteId, type RouteOutcome } from '../policy/routes/route-policy.ts';
import type { Instant } from '../time/time.ts';
import { exceptionFact, type ExceptionStanding } from './exception-steps.ts';
import type { Registration } from './registration.ts';
import type { AbandonmentGround, RegistrationEvent } from './registration-state.ts';

/** The route that compares the face. */
export const FACE_ROUTE = parseRouteId('face');

/**
 * What a rule decides on, made of what was recorded of a registration; `undefined` where it was opened under no rule.
 *
 * Not known here: lines of the person, and conditions.
 *
 * @param asOf - when it is asked; for one that is finished, the time of its last event
 * @param exception - how an exception stands; none when absent
 */
export function routeFactsOf(
  { rule }: Pick<Registration, 'rule'>,
  events: readonly RegistrationEvent[],
  { asOf, exception }: { readonly asOf: Instant; readonly exception?: ExceptionStanding },
): RouteFacts | undefined {
  if (rule === undefined) return undefined;
  const agreed = exception && exceptionFact(exception);
  return {
    situation: rule.situation,
    asOf,
    trials: events.flatMap((event) => trialOf(event)),
    lines: { kind: 'not-counted' },
    ...(agreed === undefined ? {} : { exception: agreed }),
  };
}

function trialOf(event: RegistrationEvent): readonly RouteTrial[] {
  const tried = (outcome: RouteOutcome, evidence?: string): readonly RouteTrial[] => [
    {
      route: FACE_ROUTE,
      at: event.at,
      outcome,
      ...(evidence === undefined ? {} : { evidence }),
    },
  ];
  switch (event.kind) {
    case 'attempt-decided':
      return event.decision.kind === 'accepted'
        ? tried('verified', event.attemptId)
        : tried(event.decision.kind);
    case 'attempt-abandoned':
      return tried(OUTCOME_OF[event.ground]);
    case 'face-route-left':
      return tried('left');
    case 'consent-given':
    case 'consent-withdrawn':
    case 'attempt-opened':
    case 'expired':
      return [];
  }
}

const OUTCOME_OF: Readonly<Record<AbandonmentGround, RouteOutcome>> = {
  withdrawn: 'left',
  'connection-lost': 'left',
  'time-limit': 'left',
  'malformed-capture': 'unusable',
  'booth-fault': 'unavailable',
  'server-stopped': 'unavailable',
};
