import { FACE_ROUTE, RegistrationError, type Registration, type RouteId } from '@bonin/core';
import { routesFor } from './attempts-of.ts';
import { takeStep, type TakeStepPorts } from './take-step.ts';

/**
 * Ends the face route because the applicant wants another one. No reason is asked.
 *
 * @param chosen - which one, where the applicant named it; it has to be one of the rule's
 * @throws {RegistrationError} `EVENT_NOT_ALLOWED` for a route that the rule does not offer, and as {@link takeStep} does
 */
export async function leaveFaceRoute(
  ports: TakeStepPorts,
  registration: Registration,
  chosen?: RouteId,
): Promise<Registration> {
  const isOffered = (route: RouteId) =>
    route !== FACE_ROUTE && routesFor(ports.policies, registration).includes(route);
  if (chosen !== undefined && !isOffered(chosen)) {
    throw new RegistrationError('EVENT_NOT_ALLOWED', { event: 'face-route-left' });
  }
  return takeStep(ports, registration, {
    kind: 'face-route-left',
    at: ports.clock.now(),
    ...(chosen === undefined ? {} : { chosen }),
  });
}
