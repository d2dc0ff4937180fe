import type { Registration } from '@bonin/core';
import { takeStep, type TakeStepPorts } from './take-step.ts';

/** Ends the face route because the applicant wants another one. No reason is asked. */
export async function leaveFaceRoute(
  ports: TakeStepPorts,
  registration: Registration,
): Promise<Registration> {
  return takeStep(ports, registration, { kind: 'face-route-left', at: ports.clock.now() });
}
